import { parseArgs } from 'node:util'
import { root } from '../parts/program.ts'
import { createGround, type Ground } from './ground.ts'
import type { Plant } from './plant.ts'
import { plants } from './plants.ts'

/** npm run plant [-- --only D-01 …]: plants the defects one by one, and lists those that no test notices. */
async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
  const chosen = plants.filter(({ defect }) => values.only?.includes(defect) ?? true)
  const ground = await createGround(root)
  const survivors: Plant[] = []
  try {
    for (const plant of chosen) {
      const fate = await fateOf(ground, plant)
      console.log(`${plant.defect}  ${fate.padEnd(9)}  ${plant.test}`)
      if (fate !== 'noticed') survivors.push(plant)
    }
  } finally {
    await ground.remove()
  }
  for (const { defect, file } of survivors) console.log(`survivor: ${defect} in ${file}`)
  console.log(`${chosen.length - survivors.length} noticed, ${survivors.length} survived`)
  return survivors.length === 0 && chosen.length > 0 ? 0 : 1
}

/** A test that fails without the plant, or does not run at all, notices nothing. */
async function fateOf(ground: Ground, plant: Plant): Promise<'noticed' | 'survived' | 'unsound'> {
  const sound = await ground.try(plant)
  if (sound.passed === 0 || sound.failed > 0) return 'unsound'
  await ground.plant(plant)
  const planted = await ground.try(plant)
  await ground.restore(plant)
  return planted.failed > 0 ? 'noticed' : 'survived'
}

process.exitCode = await main()

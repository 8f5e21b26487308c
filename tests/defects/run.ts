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
  const unnoticed: Plant[] = []
  try {
    for (const plant of chosen) {
      const fate = await fateOf(ground, plant)
      console.log(`${plant.defect}  ${fate.padEnd(9)}  ${plant.test}`)
      if (fate !== 'noticed') unnoticed.push(plant)
    }
  } finally {
    await ground.remove()
  }
  for (const { defect, file } of unnoticed) console.log(`not noticed: ${defect} in ${file}`)
  console.log(`${chosen.length - unnoticed.length} noticed, ${unnoticed.length} not`)
  return unnoticed.length === 0 && chosen.length > 0 ? 0 : 1
}

/** A test that does not pass without the plant, or does not run with it, notices nothing. */
async function fateOf(ground: Ground, plant: Plant): Promise<'noticed' | 'survived' | 'unsound'> {
  if ((await ground.try(plant)) !== 'passed') return 'unsound'
  await ground.plant(plant)
  const verdict = await ground.try(plant)
  await ground.restore(plant)
  if (verdict === 'absent') return 'unsound'
  return verdict === 'failed' ? 'noticed' : 'survived'
}

process.exitCode = await main()

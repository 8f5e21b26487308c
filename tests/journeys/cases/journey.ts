import type { Stage } from '../stage.ts'

/** One story, told through the doors of the platform only; it knows nothing of where services run. */
export interface Journey {
  readonly name: string
  run(stage: Stage): Promise<void>
}

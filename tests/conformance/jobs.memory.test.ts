import { systemClock } from '#kit/clock.ts'
import { createMemoryJobs } from '#kit/jobs/memory.ts'
import { jobsSuite } from './jobs.suite.ts'

jobsSuite('memory', (_, limits) => createMemoryJobs({ clock: systemClock, ...limits }))

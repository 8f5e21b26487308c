import { figure, type Row } from '../bench.ts'
import type { CpuByPart } from '../cpu.ts'
import { percentile } from '../load.ts'
import { answersOf, errorsOf, type Report } from './tally.ts'

/** What a load has measured, each row named after it. */
export function figuresOf(load: string, report: Report, cpu: CpuByPart): readonly Row[] {
  const answers = answersOf(report)
  const { seconds, latenciesMs, lagP99Ms } = report
  return [
    figure(`${load} requests`, answers / seconds, 'requests/s'),
    { ...figure(`${load} errors`, errorsOf(report), 'requests'), goal: '0', mustBe: 0 },
    ...Object.entries(report.errors).map(([what, count]) =>
      figure(`${load} error ${what}`, count, 'requests'),
    ),
    ...Object.entries(latenciesMs).flatMap(([kind, all]) => latencyFigures(`${load} ${kind}`, all)),
    ...cpuFigures(load, cpu, answers),
    figure(`${load} cpu generator`, report.cpuMicros / answers, 'µs CPU/request'),
    figure(`${load} generator late p99`, lagP99Ms, 'ms'),
  ]
}

function latencyFigures(name: string, all: readonly number[]): readonly Row[] {
  return [
    figure(name, all.length, 'answers'),
    ...[50, 95, 99].map((share) => figure(`${name} p${share}`, percentile(all, share / 100), 'ms')),
  ]
}

/** Not the platform's own: the simulated outside world, and the real servers. */
const aside = ['wechat', 'mariadb', 'redis', 'rabbitmq', 'etcd', 'nginx']

/**
 * The platform's processes as a sum and one by one; what is not the platform apart. One process for all
 * cannot be parted: its database and the outside world are in the sum.
 */
function cpuFigures(load: string, cpu: CpuByPart, answers: number): readonly Row[] {
  const services = Object.keys(cpu).filter((part) => !aside.includes(part))
  const sum = services.reduce((micros, part) => micros + (cpu[part] ?? 0), 0)
  const of = (part: string, micros: number) =>
    figure(`${load} cpu ${part}`, micros / answers, 'µs CPU/request')
  const parts = Object.entries(cpu).filter(([part]) => part !== 'all')
  return [of('platform', sum), ...parts.map(([part, micros]) => of(part, micros))]
}

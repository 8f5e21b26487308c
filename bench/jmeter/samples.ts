/** One request that JMeter has sent. */
export interface Sample {
  readonly kind: string
  /** When it was sent, ms since the epoch. */
  readonly at: number
  readonly tookMs: number
  /** HTTP status, or what went wrong before there was one. */
  readonly status: string
  /** Whether its assertion held. */
  readonly success: boolean
}

/** Reads JMeter's result file: CSV whose first line names the columns. */
export function samplesOf(jtl: string): readonly Sample[] {
  const [head = '', ...lines] = jtl.trimEnd().split('\n')
  const columns = head.split(',')
  const [label, at, elapsed, status, success] = [
    'label',
    'timeStamp',
    'elapsed',
    'responseCode',
    'success',
  ].map((name) => columns.indexOf(name))
  return lines.map((line) => {
    const cells = line.split(',')
    const cell = (index = -1) => cells[index] ?? ''
    return {
      kind: cell(label),
      at: Number(cell(at)),
      tookMs: Number(cell(elapsed)),
      status: cell(status),
      success: cell(success) === 'true',
    }
  })
}

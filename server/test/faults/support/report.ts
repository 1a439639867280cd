import type { Sent } from './client.ts'
import type { Verdict } from './verify.ts'

/** What one fault did. */
export interface FaultLine extends Verdict, Sent {
  readonly fault: string
  readonly seed: number
  /** Seconds from the fault until everything acknowledged before it was rolled up. */
  readonly recoverSeconds: number
}

export const HEADING = `${'fault'.padEnd(52)} seed   sent  acked  lost  twice  dead  wrong cells  recover s`

export function textOf(line: FaultLine): string {
  const number = (value: number, width: number) => String(value).padStart(width)
  return [
    line.fault.padEnd(52),
    number(line.seed, 4),
    number(line.sent, 6),
    number(line.acknowledged, 6),
    number(line.lost, 5),
    number(line.countedTwice, 6),
    number(line.deadLetters, 5),
    `${line.wrongCells}/${line.cells}`.padStart(12),
    line.recoverSeconds.toFixed(1).padStart(10),
    ` retries ${line.retries} ${JSON.stringify(line.answers)}`,
  ].join(' ')
}

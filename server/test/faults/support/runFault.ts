import { expect } from 'vitest'
import { type SendOptions, type Sent, sendBatches } from './client.ts'
import { type Batch, makeBatches } from './events.ts'
import type { FaultStack } from './faultStack.ts'
import { Ledger } from './ledger.ts'
import { type FaultLine, textOf } from './report.ts'
import { randomOf } from './seed.ts'
import { type Verdict, verify } from './verify.ts'

export interface FaultOptions {
  readonly fault: string
  readonly seed: number
  /** What to send; about 5,000 events in batches of 50 when left out. */
  readonly batches?: readonly Batch[]
  readonly send?: Partial<Pick<SendOptions, 'urls' | 'connections' | 'rate'>>
  /** Injects the fault under load, and restores everything. Resolves with the time of the fault. */
  strike(ledger: Ledger): Promise<number>
}

/** Sends, injects the fault, waits until nothing is pending, compares ledger and tables, and prints one line. */
export async function runFault(faults: FaultStack, options: FaultOptions): Promise<FaultLine> {
  await faults.empty()
  const ledger = await Ledger.open()
  try {
    const batches = options.batches ?? makeBatches(faults.world, 5000, 50, randomOf(options.seed))
    const { url, keys } = faults.stack
    const send = { urls: [url], connections: 8, rate: 2500, ...options.send }
    const sending = sendBatches({ ...send, key: keys.server, batches, ledger })
    const [struckAt, sent] = await Promise.all([
      options.strike(ledger).then(async (at) => ({ at, seconds: await faults.recovered(at) })),
      sending,
    ])
    await faults.drained()
    const verdict = await verify(faults.owner, faults.rollup, ledger.read())
    const line = lineOf(options, sent, struckAt.seconds, verdict)
    console.log(textOf(line))
    return line
  } finally {
    await ledger.close()
  }
}

function lineOf({ fault, seed }: FaultOptions, sent: Sent, recoverSeconds: number, verdict: Verdict): FaultLine {
  return { fault, seed, ...sent, recoverSeconds, ...verdict }
}

/** Seconds by which everything acknowledged before the fault is counted: catches what never is, on a machine as busy as it may be. */
const RECOVERED = 180

/** Invariants under every fault: nothing is lost or counted twice, and the figures soon add up again. */
export function expectIntact(line: FaultLine, { deadLetters = 0 } = {}): void {
  expect(line).toMatchObject({ lost: 0, countedTwice: 0, notCounted: 0, outcomesWrong: 0, wrongCells: 0, deadLetters })
  expect(line.examples).toEqual([])
  expect(line.acknowledged).toBeGreaterThan(0)
  expect(line.stored + deadLetters).toBeGreaterThanOrEqual(line.acknowledged)
  expect(line.cells).toBeGreaterThan(0)
  expect(line.recoverSeconds).toBeLessThan(RECOVERED)
}

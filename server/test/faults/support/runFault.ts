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
  /** Does the damage while the load runs, and brings back what it took away. Resolves with the moment of the fault. */
  strike(ledger: Ledger): Promise<number>
}

/** Sends, strikes, waits until all is quiet, compares ledger and tables, and prints one line. */
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
    const verdict = await verify(faults.owner, faults.fold, ledger.read())
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

export interface Expected {
  readonly deadLetters?: number
  /** Seconds by which everything acknowledged before the fault is folded. */
  readonly recovered?: number
}

/** The promises that hold whatever the fault: nothing lost, nothing counted twice, the figures add up, and soon again. */
export function expectIntact(line: FaultLine, { deadLetters = 0, recovered = 30 }: Expected = {}): void {
  expect(line).toMatchObject({ lost: 0, countedTwice: 0, notCounted: 0, outcomesWrong: 0, wrongCells: 0, deadLetters })
  expect(line.examples).toEqual([])
  expect(line.acknowledged).toBeGreaterThan(0)
  expect(line.stored + deadLetters).toBeGreaterThanOrEqual(line.acknowledged)
  expect(line.cells).toBeGreaterThan(0)
  expect(line.recoverSeconds).toBeLessThan(recovered)
}

// Two workers, each SIGKILLed every 3 s under load; then a recount. Runs alone, too:
//   node server/test/faults/support/spike.ts [seconds]
import { setTimeout as sleep } from 'node:timers/promises'
import { sendBatches } from './client.ts'
import { makeBatches } from './events.ts'
import { type FaultStack, type GivenDatabase, openFaultStack } from './faultStack.ts'
import { Ledger } from './ledger.ts'
import { type FaultLine, HEADING, textOf } from './report.ts'
import { randomOf } from './seed.ts'
import { beforeFault, verify } from './verify.ts'

export interface SpikeResult extends FaultLine {
  readonly kills: number
}

const KILL_EVERY_MS = 3000
const EVENTS_PER_SECOND = 1500

/** @param given a large database to do it on, instead of an empty one of its own */
export async function runSpike(seconds: number, given?: GivenDatabase): Promise<SpikeResult> {
  const faults = await openFaultStack(given)
  const ledger = await Ledger.open()
  try {
    const dayBefore = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
    const before = given && (await beforeFault(faults.owner, dayBefore))
    await faults.start('api', 'api')
    const batches = makeBatches(faults.world, EVENTS_PER_SECOND * seconds, 50, randomOf(1))
    const { url, keys } = faults.stack
    const load = { urls: [url], key: keys.server, connections: 8, rate: EVENTS_PER_SECOND, giveUpAfterMs: 300_000 }
    const until = Date.now() + seconds * 1000
    const killers = ['worker 1', 'worker 2'].map((name, i) => killAgainAndAgain(faults, name, i / 2, until))
    const sent = await sendBatches({ ...load, batches, ledger })
    const kills = await Promise.all(killers)
    const recoverSeconds = await faults.recovered(Math.max(...kills.map(({ last }) => last)))
    await faults.drained()
    const verdict = await verify(faults.owner, faults.rollup, ledger.read(), before)
    const count = kills.reduce((sum, kill) => sum + kill.count, 0)
    return { fault: `two workers, ${count} SIGKILLs`, seed: 1, kills: count, ...sent, ...verdict, recoverSeconds }
  } finally {
    await ledger.close()
    await faults.close()
  }
}

/** Kills a worker every 3 s by the clock, even while it starts, and starts it at once; leaves it running at the end. */
async function killAgainAndAgain(faults: FaultStack, name: string, phase: number, until: number) {
  let [count, last] = [0, 0]
  for (let at = Date.now() + KILL_EVERY_MS * (1 + phase); at < until; at += KILL_EVERY_MS) {
    faults.start(name, 'worker').catch(() => {}) // killed before it was ready
    await sleep(at - Date.now())
    last = (await faults.kill(name, 'SIGKILL')).at
    count++
  }
  await faults.start(name, 'worker')
  return { count, last }
}

if (import.meta.main) {
  console.log(`${HEADING}\n${textOf(await runSpike(Number(process.argv[2] ?? 120)))}`)
  process.exit(0)
}

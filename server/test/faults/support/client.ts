import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Batch } from './events.ts'
import type { Ledger } from './ledger.ts'

/** A sender like our SDK: it retries a batch with the same ids until it is acknowledged. */
export interface SendOptions {
  /** Batches go to these servers in turn. */
  readonly urls: readonly string[]
  readonly key: string
  readonly batches: readonly Batch[]
  readonly connections: number
  /** Events per second; default: as fast as possible. */
  readonly rate?: number
  readonly ledger: Ledger
  /** A batch that is not acknowledged by then is discarded. */
  readonly giveUpAfterMs?: number
}

export interface Sent {
  /** Events of all batches, copies included. */
  readonly sent: number
  /** Requests beyond the first of a batch. */
  readonly retries: number
  /** How requests ended: a status, or the code of a broken connection. */
  readonly answers: Readonly<Record<string, number>>
}

const REQUEST_TIMEOUT_MS = 4000

export async function sendBatches(options: SendOptions): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const answers: Record<string, number> = {}
  const began = performance.now()
  let [next, sent, retries] = [0, 0, 0]
  const connection = async () => {
    for (let i = next++; i < options.batches.length; i = next++) {
      const batch = options.batches[i]!
      if (options.rate !== undefined) await sleep(Math.max(0, began + (sent / options.rate) * 1000 - performance.now()))
      sent += batch.ids.length
      const tries = await deliver(options, agent, batch, answers)
      retries += tries
    }
  }
  await Promise.all(Array.from({ length: options.connections }, connection))
  agent.destroy()
  return { sent, retries, answers }
}

/** Sends until acknowledged, and adds the ids to the ledger. Returns the number of retries. */
async function deliver(options: SendOptions, agent: Agent, batch: Batch, answers: Record<string, number>) {
  const { urls, ledger, giveUpAfterMs = 90_000 } = options
  const began = performance.now()
  for (let tries = 0; ; tries++) {
    const answer = await post(urls[tries % urls.length]!, options.key, agent, batch.body)
    answers[answer.status] = (answers[answer.status] ?? 0) + 1
    if (answer.status === '202') {
      await ledger.append(acknowledgedOf(batch, answer.text))
      return tries
    }
    if (performance.now() - began > giveUpAfterMs) return tries
    await sleep(50 + Math.random() * 150)
  }
}

/** All events that the answer does not list as rejected must be stored. */
function acknowledgedOf(batch: Batch, text: string): readonly string[] {
  const { rejected } = JSON.parse(text) as { rejected: readonly { index: number }[] }
  const refused = new Set(rejected.map(({ index }) => index))
  return batch.ids.filter((_, index) => !refused.has(index))
}

function post(url: string, key: string, agent: Agent, body: string): Promise<{ status: string; text: string }> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const call = request(`${url}/api/exposure/batch`, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.once('end', () => resolve({ status: String(response.statusCode), text }))
      response.once('error', fail)
    })
    const fail = (error: NodeJS.ErrnoException) => resolve({ status: error.code ?? error.message, text: '' })
    call.setTimeout(REQUEST_TIMEOUT_MS, () => call.destroy(new Error('no answer in time')))
    call.once('error', fail).end(body)
  })
}

import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'

/** Request bodies are prepared in advance, so that the generator uses little CPU. */
export interface LoadBody {
  readonly text: Buffer
  readonly events: number
}

export interface LoadResult {
  readonly sent: number
  readonly acknowledged: number
  readonly seconds: number
  /** Milliseconds from send to 202. */
  readonly ackMs: number[]
  readonly statuses: Map<number, number>
}

export interface LoadOptions {
  readonly url: string
  readonly key: string
  readonly bodies: readonly LoadBody[]
  readonly connections: number
  /** Events per second; default: as fast as possible. */
  readonly rate?: number
}

export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const ackMs: number[] = []
  const statuses = new Map<number, number>()
  let [next, acknowledged, sent] = [0, 0, 0]
  const began = performance.now()
  const connection = async () => {
    for (let i = next++; i < options.bodies.length; i = next++) {
      const body = options.bodies[i]!
      if (options.rate !== undefined) await until(began + (sent / options.rate) * 1000)
      sent += body.events
      const at = performance.now()
      const status = await post(options, agent, body.text)
      ackMs.push(performance.now() - at)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === 202) acknowledged += body.events
    }
  }
  await Promise.all(Array.from({ length: options.connections }, connection))
  agent.destroy()
  return { sent, acknowledged, seconds: (performance.now() - began) / 1000, ackMs, statuses }
}

function post({ url, key }: LoadOptions, agent: Agent, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(
      `${url}/api/exposure/batch`,
      {
        method: 'POST',
        agent,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': body.length },
      },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode!))
      },
    )
    call.once('error', reject).end(body)
  })
}

function until(at: number): Promise<void> {
  const wait = at - performance.now()
  return wait <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, wait))
}

export interface LoadWorld {
  readonly merchants: readonly string[]
  readonly placements: readonly string[]
  readonly users: number
}

/** Current exposures in sessions of about 12, merchants by Zipf; `perBody` in each request. */
export function makeBodies(world: LoadWorld, events: number, perBody: number): LoadBody[] {
  const pick = zipf(world.merchants.length)
  const bodies: LoadBody[] = []
  for (let made = 0; made < events; made += perBody) {
    const list: string[] = []
    let session = { id: '', user: '', left: 0 }
    let placement = ''
    for (let i = 0; i < perBody; i++) {
      if (session.left === 0) {
        session = {
          id: uuid(),
          user: userOf(Math.floor(Math.random() ** 2 * world.users)),
          left: 6 + Math.floor(Math.random() * 12),
        }
      }
      session.left--
      // Lists of six slots, as pages show them.
      if (i % 6 === 0) placement = world.placements[Math.floor(Math.random() ** 2 * world.placements.length)]!
      list.push(
        `{"event_id":"${uuidv7(Date.now())}","merchant_id":"${world.merchants[pick()]}","exposure_unit_id":"${placement}","exposure_type":"card","placement_id":"${placement}","user_id":"${session.user}","timestamp":"${new Date().toISOString()}","rank_position":${i % 10},"session_id":"${session.id}","is_clickable":true,"algorithm_version":"v7","render_id":"${session.id}","viewable":${i % 3 !== 0},"context":{"platform":"web","sdk_version":"0.1.0"}}`,
      )
    }
    bodies.push({ text: Buffer.from(`{"events":[${list.join(',')}]}`), events: perBody })
  }
  return bodies
}

function zipf(n: number): () => number {
  const sums: number[] = []
  let sum = 0
  for (let i = 1; i <= n; i++) {
    sum += 1 / i
    sums.push(sum)
  }
  return () => {
    const x = Math.random() * sum
    let [low, high] = [0, n - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! < x) low = middle + 1
      else high = middle
    }
    return low
  }
}

let pool = Buffer.alloc(0)
let at = 0
function hex(bytes: number): string {
  if (at + bytes > pool.length) {
    pool = randomBytes(65_536)
    at = 0
  }
  at += bytes
  return pool.toString('hex', at - bytes, at)
}

function uuid(): string {
  const h = hex(16)
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`
}

export function uuidv7(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  const h = hex(10)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${h.slice(0, 3)}-a${h.slice(3, 6)}-${h.slice(6, 18)}`
}

function userOf(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

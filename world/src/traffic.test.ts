import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { sendRequest } from './sendRequest.ts'
import { midnight, smallWorld } from './testWorld.ts'
import { driveLiveTraffic } from './traffic.ts'

interface Got {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: { events: { timestamp?: string; queued?: boolean }[]; renders?: unknown[] }
}
let server: Server | undefined
afterEach(() => server?.close())

/** A server with scripted answers that records requests. */
async function listen(answer: (got: Got, nth: number) => { status: number; headers?: Record<string, string> }) {
  const requests: Got[] = []
  server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString())
    const got = { path: request.url!, headers: request.headers, body }
    requests.push(got)
    const { status, headers } = answer(got, requests.length)
    const accepted = body.events.length + (body.renders?.length ?? 0)
    response.writeHead(status, headers).end(JSON.stringify({ accepted, rejected: [] }))
  })
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

const request = (url: string) => ({ url, key: 'k', userAgent: 'ua', body: '{"events":[]}' })
const never = new AbortController().signal

test('live traffic has the right keys and the current time, and everything sent is counted', async () => {
  const { url, requests } = await listen(() => ({ status: 202 }))
  const abort = new AbortController()
  const world = smallWorld({ exposuresPerDay: 100_000 })
  const base = midnight(1) + 20 * 3_600_000 - Date.now()
  const clock = () => base + Date.now()
  const options = { world, url, writeKey: 'browser', serverKey: 'secret', signal: abort.signal, clock }
  const { counts, done } = driveLiveTraffic({ ...options, eventsPerSecond: 400 })
  await vi.waitFor(() => expect(counts.accepted).toBeGreaterThan(300), { timeout: 50_000, interval: 100 })
  abort.abort()
  await done
  expect(counts).toMatchObject({ rejected: 0, refused: 0, retried: 0 })
  expect(requests.length).toBeGreaterThan(30)
  for (const { path, headers, body } of requests) {
    expect(headers.authorization).toBe(path.includes('conversion') ? 'Bearer secret' : 'Bearer browser')
    if (path !== '/api/click/batch') continue
    for (const { timestamp } of body.events)
      expect(Math.abs(clock() - Date.parse(timestamp!))).toBeLessThan(25 * 3_600_000)
  }
})

test('429 and 503 are retried after Retry-After, other 4xx never', async () => {
  const overloaded = [429, 503]
  const { url, requests } = await listen((_, nth) => ({
    status: overloaded[nth - 1] ?? 202,
    headers: { 'retry-after': '0' },
  }))
  let retries = 0
  expect(await sendRequest(request(url), never, () => retries++)).toEqual({
    kind: 'accepted',
    accepted: 0,
    rejected: 0,
  })
  expect([requests.length, retries]).toEqual([3, 2])
})

test('a rejection is final', async () => {
  const { url, requests } = await listen(() => ({ status: 401 }))
  expect(await sendRequest(request(url), never, () => {})).toEqual({ kind: 'refused', status: 401 })
  expect(requests).toHaveLength(1)
})

test('an unreachable server is retried until the abort', async () => {
  const { url } = await listen(() => ({ status: 202 }))
  await new Promise((resolve) => server!.close(resolve))
  const abort = new AbortController()
  let retries = 0
  setTimeout(() => abort.abort(), 800)
  expect(await sendRequest(request(url), abort.signal, () => retries++)).toEqual({ kind: 'aborted' })
  expect(retries).toBeGreaterThan(0)
})

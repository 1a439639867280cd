import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { ProcessMetrics } from '../src/monitoring/processMetrics.ts'
import { buildTestApp, makeKey, type TestApp } from './support/app.ts'
import { createTestDatabase, type TestDatabase } from './support/database.ts'
import { openTestPipeline } from './support/pipeline.ts'
import { cookieOf } from './support/staff.ts'

// Clients that are slow, many, or gone: others are served, and no server error is counted.

const HEADERS_TIMEOUT_MS = 1000
const MAX = 20
let database: TestDatabase
let app: TestApp
let port: number
const metrics = new ProcessMetrics()
const sockets: Socket[] = []

beforeAll(async () => {
  database = await createTestDatabase({ rawDays: 0 })
  const deps = { metrics, maxConnections: MAX, headersTimeoutMs: HEADERS_TIMEOUT_MS }
  app = await buildTestApp({ database, queue: openTestPipeline(database).queue, deps })
  await app.server.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.server.address() as AddressInfo).port
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  while ((await connections()) > 0) await sleep(10)
})

const connections = () => new Promise<number>((resolve) => app.server.server.getConnections((_error, n) => resolve(n)))

async function open(text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  sockets.push(socket)
  await once(socket, 'connect')
  socket.write(text)
  return socket
}

const ask = () =>
  fetch(`http://127.0.0.1:${port}/healthz`, { headers: { connection: 'close' } }).then(
    (reply) => reply.status,
    () => 'refused',
  )

test.each([
  ['/api/exposure/batch', 'a write key'],
  ['/api/staff/login', 'a sign-in'],
  ['/api/merchants', 'a session'],
])('a client that hangs up while it sends to %s is not a failure of ours', async (path) => {
  const key = await makeKey(database, 'server')
  const cookie = await cookieOf(database, 'admin')
  const before = [await metrics.total('bx_http_errors_total', 'client_closed'), app.log.length]
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nCookie: ${cookie}\r\n`
  const socket = await open(`${head}Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"events":[`)
  await sleep(50)
  socket.destroy()
  const hungUp = () => metrics.total('bx_http_errors_total', 'client_closed')
  await expect.poll(hungUp, { timeout: 30_000 }).toBe((before[0] as number) + 1)
  expect(await metrics.total('bx_http_errors_total', 'database_busy')).toBe(0)
  expect(await metrics.total('bx_api_requests_total', '5xx')).toBe(0)
  expect(app.log).toHaveLength(before[1] as number)
})

test('clients that never finish their headers block no one, and are disconnected after the timeout', async () => {
  const slow = await Promise.all(Array.from({ length: MAX - 5 }, () => open('GET /healthz HTTP/1.1\r\nHost: x\r\n')))
  const dripping = setInterval(() => {
    for (const socket of slow) socket.write('X-A: b\r\n')
  }, 100)
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([200, 200, 200])
  await expect.poll(connections, { timeout: 30_000 }).toBe(0)
  clearInterval(dripping)
})

test('connections beyond the limit are closed at once and counted; there is room again when one ends', async () => {
  for (let i = 0; i < MAX; i++) await open('')
  while ((await connections()) < MAX) await sleep(10)
  expect(await ask()).toBe('refused')
  expect(await metrics.total('bx_connections_refused_total')).toBe(1)
  sockets[0]!.destroy()
  while ((await connections()) === MAX) await sleep(10)
  expect(await ask()).toBe(200)
})

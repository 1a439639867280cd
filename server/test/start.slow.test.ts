import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { withLogin } from '../src/db/logins.ts'
import { freePort } from '../src/lib/freePort.ts'
import { sleep } from '../src/lib/retry.ts'

// Starting and stopping as operators do it, with real processes.

const root = join(import.meta.dirname, '../..')
const [MAIN, ADMIN] = [join(root, 'server/src/main.ts'), join(root, 'server/src/admin.ts')]
const env = {
  ...process.env,
  DATABASE_URL: inject('ownerUrl'),
  APP_DATABASE_URL: inject('appUrl'),
  USER_ID_PEPPER: randomBytes(32).toString('hex'),
  PORT: '0',
  VERBOSE: '',
}
const folder = mkdtempSync(join(tmpdir(), 'bx-start-'))
chmodSync(folder, 0o755) // as root, PostgreSQL runs as another user, who needs access
const embedded = {
  DATABASE_URL: '',
  APP_DATABASE_URL: '',
  EMBEDDED: '1',
  USER_ID_PEPPER: '',
  DATA_DIR: join(folder, 'data'),
}
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Running {
  readonly child: ChildProcess
  output(): string
}

function run(command: string, args: readonly string[], change: Record<string, string> = {}): Running {
  const child = spawn(command, args, { cwd: root, env: { ...env, ...change }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (output += text))
  return { child, output: () => output }
}

async function ends(running: Running): Promise<{ code: number | null; lines: string[] }> {
  const [code] = await once(running.child, 'close')
  return { code, lines: running.output().trimEnd().split('\n') }
}

const node = (script: string, change: Record<string, string>, args: readonly string[] = []) =>
  ends(run(process.execPath, [script, ...args], change))

test('a failed start ends with code 1 and one line: what, where, what to do', async () => {
  const stranger = createServer((_request, reply) => reply.end('somebody else')).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const taken = String((stranger.address() as AddressInfo).port)
  const away = 'postgres://me:secret@127.0.0.1:1/shop'
  const unknown = new URL(inject('ownerUrl'))
  unknown.pathname = '/nothing'
  const line = (text: unknown) => ({ code: 1, lines: [typeof text === 'string' ? `Cannot start: ${text}` : text] })
  const inUse = `Port ${taken} on 127.0.0.1 is in use by another program. Stop that program, or choose another PORT.`
  const isAway = 'The database at 127.0.0.1:1 cannot be reached (ECONNREFUSED). Start it, or correct DATABASE_URL.'
  const results = await Promise.all([
    node(MAIN, { PORT: taken }),
    node(MAIN, { DATABASE_URL: away }),
    node(MAIN, { DATABASE_URL: away, ROLE: 'worker' }),
    node(MAIN, { DATABASE_URL: unknown.href }),
    node(MAIN, { PORT: 'x', RAW_DAYS: '1' }),
  ])
  stranger.close()
  expect(results).toEqual([
    line(inUse),
    line(isAway),
    line(isAway),
    line(`The server at ${unknown.host} has no database 'nothing'. Create it, or correct DATABASE_URL.`),
    line(expect.stringMatching(/^Cannot start: Unusable settings\. PORT: .*; RAW_DAYS: .*\. See docs\/config\.md\.$/)),
  ])
})

test('a failed operator command also prints one line: code 2 for invalid input, 1 for a failure', async () => {
  const [typed, unknown, failed] = await Promise.all([
    node(ADMIN, {}, ['recount', '--repare']),
    node(ADMIN, {}, ['recuont']),
    node(ADMIN, { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/shop' }, ['recount']),
  ])
  expect(typed).toMatchObject({ code: 2, lines: [expect.stringContaining("'--repare'")] })
  expect(unknown.code).toBe(2)
  expect(unknown.lines[0]).toBe("There is no command 'recuont'.")
  expect(failed).toEqual({ code: 1, lines: [expect.stringContaining('The database at 127.0.0.1:1 cannot be reached')] })
})

test('SIGTERM to npm reaches the server, which drains and ends with code 0, its PostgreSQL with it', async () => {
  const port = String(await freePort('127.0.0.1'))
  const serving = await serve(port)
  const databaseUrl = readFileSync(join(folder, 'data/database_url'), 'utf8')
  const appUrl = withLogin(databaseUrl, 'bx_app', readFileSync(join(folder, 'data/pg/bx_app.password'), 'utf8'))
  const [second, sameport] = await Promise.all([
    node(MAIN, { ...embedded, PORT: '0' }),
    node(MAIN, { DATABASE_URL: '', APP_DATABASE_URL: appUrl, USER_ID_PEPPER: pepper(), ROLE: 'api', PORT: port }),
  ])
  expect(second).toEqual({ code: 1, lines: [expect.stringMatching(/^Cannot start: .* is in use by process \d+/)] })
  expect(sameport.code).toBe(1)
  expect(sameport.lines.at(-1)).toMatch(`Cannot start: Port ${port} on 127.0.0.1 is in use by another program.`)

  const pids = [...serving.output().matchAll(/\(pid (\d+)\) started/g)].map(([, pid]) => Number(pid))
  serving.child.kill('SIGTERM')
  const { code, lines } = await serving.ended
  expect(code).toBe(0)
  expect(lines.filter((line) => line.includes('"event":"stopped"'))).toHaveLength(2)
  expect(pids).toHaveLength(2)
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow()
  expect(existsSync(join(folder, 'data/pg/postmaster.pid'))).toBe(false)
})

test('a server whose npm was killed stops', async () => {
  const serving = await serve('0')
  serving.child.kill('SIGKILL')
  const { lines } = await serving.ended // its output is open until the last of them has ended
  expect(lines.filter((line) => line.includes('"event":"stopped"'))).toHaveLength(2)
  expect(existsSync(join(folder, 'data/pg/postmaster.pid'))).toBe(false)
})

/** `npm run serve`, once both roles work. Without its `preserve`, which installs what is missing. */
async function serve(port: string): Promise<Running & { readonly ended: ReturnType<typeof ends> }> {
  const running = run('npm', ['run', 'serve', '--silent', '--ignore-scripts'], { ...embedded, PORT: port })
  const ended = ends(running)
  let isOver = false
  void ended.then(() => {
    isOver = true
  })
  while (!/"listening"/.test(running.output()) || !/"working"/.test(running.output())) {
    if (isOver) throw new Error(running.output())
    await sleep(50)
  }
  return { ...running, ended }
}

function pepper(): string {
  return readFileSync(join(folder, 'data/user_id_pepper'), 'utf8')
}

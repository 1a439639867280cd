import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sleep } from './retry.ts'
import { type Supervisor, supervise } from './supervise.ts'

const idle = 'setInterval(() => {}, 1000)'
const ready = `${idle}; require('node:fs').writeFileSync(__filename + '.ready', '')`

let dir: string
let lines: string[]
let supervisor: Supervisor | null
let parent: ChildProcess | null

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bx-supervise-'))
  lines = []
  supervisor = null
  parent = null
})

afterEach(async () => {
  parent?.kill('SIGKILL')
  await supervisor?.stop()
  await rm(dir, { recursive: true, force: true })
})

test('a child killed with kill -9 is restarted; its neighbour is not', async () => {
  const { pids } = start({ children: [await child('worker', idle), await child('web', idle)] })
  const before = pids()

  process.kill(before.worker!, 'SIGKILL')

  await until(() => pids().worker !== undefined && pids().worker !== before.worker)
  expect(pids().web).toBe(before.web)
  expect(lines).toContainEqual(
    expect.stringMatching(/^worker \(pid \d+\) was killed by SIGKILL after \d.\d s; it restarts in 100 ms$/),
  )
})

test('a child that keeps dying waits twice as long each time, up to the longest wait', async () => {
  start({ children: [await child('worker', 'process.exit(3)')], firstWaitMs: 5, longestWaitMs: 20 })

  await until(() => waits().length >= 4)

  expect(waits().slice(0, 4)).toEqual([5, 10, 20, 20])
})

test('a child that lived long enough restarts the waits at the shortest', async () => {
  start({ children: [await child('worker', 'setTimeout(process.exit, 100)')], firstWaitMs: 5, calmAfterMs: 100 })

  await until(() => waits().length >= 3)

  expect(waits().slice(0, 3)).toEqual([5, 5, 5])
})

test('arguments and environment reach the child', async () => {
  const out = join(dir, 'out')
  const script = `require('node:fs').writeFileSync(process.argv[2], process.env.COLOUR); ${idle}`
  const spec = await child('worker', script)

  start({ children: [{ ...spec, args: [out], env: { COLOUR: 'blue' } }] })

  await until(async () => existsSync(out) && (await readFile(out, 'utf8')) === 'blue')
})

test('stop() lets children finish their work, and starts none again', async () => {
  const out = join(dir, 'out')
  const drain = `process.on('SIGTERM', () => setTimeout(() => {
    require('node:fs').writeFileSync('${out}', 'drained'); process.exit(0) }, 200)); ${ready}`
  const { stop, pids } = start({ children: [await child('worker', drain)] })
  await until(() => existsSync(join(dir, 'worker.cjs.ready')))

  await stop()

  expect(await readFile(out, 'utf8')).toBe('drained')
  expect(pids()).toEqual({})
  expect(lines.at(-1)).toMatch(/^worker \(pid \d+\) ended with code 0 after/)
})

test('a child that ignores SIGTERM is killed when its time is up', async () => {
  const { stop } = start({
    children: [await child('worker', `process.on('SIGTERM', () => {}); ${ready}`)],
    killAfterMs: 300,
  })
  await until(() => existsSync(join(dir, 'worker.cjs.ready')))

  await stop()

  expect(lines.slice(-2)[0]).toMatch(/^worker \(pid \d+\) did not end within 0.3 s: killed$/)
  expect(lines.at(-1)).toMatch(/was killed by SIGKILL/)
})

test('a child that ends before it was ever ready ends all of them, with the reason that it reported', async () => {
  const failing = "process.send({ failed: 'Port 1 is in use.' }, () => process.exit(1))"
  const children = [{ ...(await child('web', failing)), mustStart: true }, await child('worker', idle)]
  const { started, ended, pids } = start({ children })

  await expect(started).rejects.toThrow(/^Port 1 is in use\.$/)
  await ended
  expect(pids()).toEqual({})
  expect(lines.filter((line) => line.startsWith('web') && line.endsWith('started'))).toHaveLength(1)
})

test('a child that was ready once is restarted, regardless of its later starts do', async () => {
  const readyOnce = `const fs = require('node:fs'), mark = __filename + '.mark'
    if (fs.existsSync(mark)) process.exit(1)
    fs.writeFileSync(mark, ''); process.send({ ready: true }, () => process.exit(1))`
  const { started } = start({ children: [{ ...(await child('web', readyOnce)), mustStart: true }], firstWaitMs: 5 })

  await started

  await until(() => waits().length >= 3)
})

test('a second signal kills what is still running, but not one that npm forwards at the same time', async () => {
  const deaf = `process.on('SIGTERM', () => {}); ${ready}`
  const { pids, ended } = start({ children: [await child('worker', deaf)], sameSignalMs: 300 })
  await until(() => existsSync(join(dir, 'worker.cjs.ready')))

  process.emit('SIGTERM', 'SIGTERM')
  process.emit('SIGTERM', 'SIGTERM')
  await sleep(200)
  expect(pids().worker).toBeDefined()
  await sleep(200)
  process.emit('SIGTERM', 'SIGTERM')

  await ended
  expect(lines.at(-1)).toMatch(/was killed by SIGKILL/)
})

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s to the supervisor ends the children, then itself with code 0',
  async (signal) => {
    const childPid = await startParent()

    parent!.kill(signal)

    expect(await new Promise((resolve) => parent!.once('exit', resolve))).toBe(0)
    expect(await isAlive(childPid)).toBe(false)
  },
)

test('kill -9 of the supervisor ends its children', async () => {
  const childPid = await startParent()

  parent!.kill('SIGKILL')

  await until(async () => !(await isAlive(childPid)))
})

function start({
  children,
  ...limits
}: { children: Parameters<typeof supervise>[0] } & Record<string, unknown>): Supervisor {
  supervisor = supervise(children, { log: (line) => lines.push(line), ...limits })
  return supervisor
}

async function child(name: string, source: string): Promise<{ name: string; script: string }> {
  const script = join(dir, `${name}.cjs`)
  await writeFile(script, source)
  return { name, script }
}

/** A supervisor in a separate process, with one child that calls `exitWhenParentDies`; returns the child's pid. */
async function startParent(): Promise<number> {
  const [helper, module] = ['./exitWhenParentDies.ts', './supervise.ts'].map(
    (path) => new URL(path, import.meta.url).href,
  )
  const pidFile = join(dir, 'pid')
  const script = join(dir, 'child.mjs')
  await writeFile(
    script,
    `import { writeFileSync } from 'node:fs'
    import { exitWhenParentDies } from '${helper}'
    exitWhenParentDies()
    process.on('SIGTERM', () => process.exit(0)).on('SIGINT', () => process.exit(0))
    setInterval(() => {}, 1000)
    writeFileSync('${pidFile}', String(process.pid))`,
  )
  const main = join(dir, 'main.mjs')
  await writeFile(
    main,
    `import { supervise } from '${module}'
    supervise([{ name: 'worker', script: '${script}' }], { log: () => {} })`,
  )
  parent = spawn(process.execPath, [main], { stdio: ['ignore', 'inherit', 'inherit'] })
  await until(async () => existsSync(pidFile) && (await readFile(pidFile, 'utf8')) !== '')
  return Number(await readFile(pidFile, 'utf8'))
}

function waits(): number[] {
  return lines
    .map((line) => /restarts in (\d+) ms/.exec(line)?.[1])
    .filter((wait) => wait !== undefined)
    .map(Number)
}

async function until(condition: () => boolean | Promise<boolean>, withinMs = 4_000): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await condition()); await sleep(20)) {
    if (Date.now() > deadline) throw new Error(`not within ${withinMs} ms: ${condition}`)
  }
}

/** A zombie (ended, but not yet collected by init) counts as gone. */
async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  return !/^State:\s*Z/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''))
}

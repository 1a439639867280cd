import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimDataDir } from './ownDataDir.ts'

let dir: string
let children: ChildProcess[]

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bx-own-'))
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

test('a second claim is refused and names the first: its process and its url', async () => {
  const first = await claimDataDir(dir)
  await expect(claimDataDir(dir)).rejects.toThrow(`${dir} is in use by process ${process.pid}. Use that one`)

  await first.note('http://127.0.0.1:3000')

  await expect(claimDataDir(dir)).rejects.toThrow(`in use by process ${process.pid} (http://127.0.0.1:3000).`)
})

test('a released folder can be claimed again, and nothing is left in it', async () => {
  const release = await claimDataDir(dir)
  await release()
  expect(await readdir(dir)).toEqual([])

  await (await claimDataDir(dir))()
})

test('a folder that does not exist yet is made', async () => {
  await claimDataDir(join(dir, 'new', 'data'))
})

test('the claim of a process killed with kill -9 is taken over', async () => {
  const [owner, answer] = await claimInChild()
  expect(answer).toBe('owner')
  await expect(claimDataDir(dir)).rejects.toThrow(`in use by process ${owner.pid}`)

  owner.kill('SIGKILL')
  await once(owner, 'exit')

  await claimDataDir(dir)
  expect(await readdir(dir)).toHaveLength(1)
})

test('a claim whose pid now belongs to another process is taken over', async () => {
  await claimDataDir(dir)
  const [name = ''] = await readdir(dir)
  const earlierProcess = name.replace(/\.[^.]+(\.[^.]+)$/, '.11111111-42$1')
  await rename(join(dir, name), join(dir, earlierProcess))

  await claimDataDir(dir)

  expect(await readdir(dir)).not.toContain(earlierProcess)
})

test('of many claims at once exactly one succeeds, also over a stale one', async () => {
  await writeFile(join(dir, 'owner.4194304.11111111-42.00000000'), 'owner http://gone\n')

  const here = await Promise.allSettled(Array.from({ length: 8 }, () => claimDataDir(dir)))

  expect(here.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('of four processes that start at once exactly one succeeds', async () => {
  const answers = await Promise.all(Array.from({ length: 4 }, claimInChild))

  expect(answers.map(([, answer]) => answer).filter((answer) => answer === 'owner')).toHaveLength(1)
  expect(answers.map(([, answer]) => answer).filter((answer) => /is in use by process \d+/.test(answer))).toHaveLength(
    3,
  )
})

/** Claims in a separate process, which then stays alive. */
async function claimInChild(): Promise<[ChildProcess, string]> {
  const module = new URL('./ownDataDir.ts', import.meta.url).href
  const script = `const { claimDataDir } = await import('${module}')
    console.log(await claimDataDir(process.argv[1]).then(() => 'owner', (error) => error.message))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = await once(child.stdout!, 'data')
  return [child, String(line).trim()]
}

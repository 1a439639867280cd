import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import type { Sql } from '../db/client.ts'
import { childEnvironment } from './childEnvironment.ts'
import { localPepper } from './localPepper.ts'

// Secrets: which ones a start accepts, and which processes get them.

const random = () => randomBytes(32).toString('hex')
const base = { DATABASE_URL: 'postgres://owner@db/bx', APP_DATABASE_URL: 'postgres://bx_app@db/bx' }

describe('settings', () => {
  test.each([
    ['00'.repeat(32), /repeats itself/],
    ['0123456789abcdef'.repeat(4), /repeats itself/],
    [random().slice(0, 60), /has 30 bytes/],
    ['not a secret', /neither hex nor base64/],
    [Buffer.from('Sphinx of black quartz: quit my vow, 1234567890').toString('base64'), /readable text/],
  ])('refuse the pepper %s', (pepper, problem) => {
    expect(() => readConfig({ ...base, USER_ID_PEPPER: pepper })).toThrow(problem)
  })

  test('take a random pepper, and name every variable that is wrong', () => {
    expect(readConfig({ ...base, USER_ID_PEPPER: random() }).pepper).toHaveLength(32)
    expect(() => readConfig({ ...base, USER_ID_PEPPER: 'x', PORT: '-1' })).toThrow(/PORT[\s\S]*USER_ID_PEPPER/)
  })

  test('refuse a failpoint but in tests', () => {
    const failing = { ...base, FAILPOINT: 'mid-rollup' }
    expect(readConfig({ ...failing, NODE_ENV: 'test' }).failpoint).toBe('mid-rollup')
    for (const NODE_ENV of ['production', 'development', undefined])
      expect(() => readConfig({ ...failing, NODE_ENV })).toThrow(/FAILPOINT: is for tests only/)
  })

  test('of a process that takes requests need no login of the owner', () => {
    const { DATABASE_URL, ...app } = base
    for (const ROLE of ['api', 'ingest']) expect(readConfig({ ...app, ROLE }).database).toEqual({ kind: 'app' })
    for (const ROLE of ['all', 'worker']) expect(() => readConfig({ ...app, ROLE })).toThrow(/DATABASE_URL/)
  })
})

test('each process is given the secrets that its work needs, and no others', () => {
  const secrets = { ownerUrl: 'owner', appUrl: 'app', pepper: randomBytes(32) }
  const given = { ...base, USER_ID_PEPPER: random(), LANG: 'C' }
  const of = (child: 'api' | 'worker' | 'demo') => {
    const env = childEnvironment(child, given, secrets)
    return [env.DATABASE_URL, env.APP_DATABASE_URL, env.USER_ID_PEPPER, env.LANG]
  }
  const pepper = secrets.pepper.toString('hex')
  expect(of('api')).toEqual([undefined, 'app', pepper, 'C'])
  expect(of('worker')).toEqual(['owner', 'app', undefined, 'C'])
  expect(of('demo')).toEqual([undefined, 'app', pepper, 'C'])
})

describe('the pepper of an embedded installation', () => {
  let folder: string
  let fingerprint: string | null
  const owner = (async () => [{ isThere: fingerprint !== null, value: fingerprint }]) as unknown as Sql
  const open = (env = {}) => localPepper(readConfig({ EMBEDDED: '1', DATA_DIR: folder, ...env }), owner)
  const file = () => join(folder, 'user_id_pepper')

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bx-pepper-'))
    fingerprint = null
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  test('is made once, closed to others, and kept', async () => {
    const made = await open()
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    expect(await open()).toEqual(made)
    expect(await readdir(folder)).toEqual(['user_id_pepper'])
  })

  test.each(['', '\n', 'abc', '00'.repeat(32), `${random().slice(0, 63)}x`])(
    '%j in its file is refused, not replaced',
    async (text) => {
      await writeFile(file(), text)
      await expect(open()).rejects.toThrow(/user_id_pepper is broken/)
      expect(await readFile(file(), 'utf8')).toBe(text)
    },
  )

  test('that is gone is not replaced once user ids were hashed with it', async () => {
    fingerprint = '0123456789abcdef'
    await expect(open()).rejects.toThrow(/is missing, and the user ids/)
    expect(await readdir(folder)).toEqual([])
  })

  test.skipIf(process.getuid?.() === 0)('that cannot be read is not replaced', async () => {
    await writeFile(file(), random())
    await chmod(file(), 0)
    await expect(open()).rejects.toThrow(/cannot be read \(EACCES\)/)
  })

  test('is not taken from a demo', async () => {
    const pepper = (await open({ DEMO: '1' })).toString('hex')
    await writeFile(join(folder, 'demo.json'), '{}')
    await expect(open({ USER_ID_PEPPER: pepper })).rejects.toThrow(/is the one of the demo/)
    expect(await open({ USER_ID_PEPPER: pepper, DEMO: '1' })).toHaveLength(32)
  })
})

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { AppError } from './errors.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { scryptPool } from './scryptPool.ts'

const JOB = { password: 'x', salt: Buffer.alloc(16), N: 2 ** 14, r: 8, p: 1 }

test('files are read while passwords are hashed: hashes have threads of their own', async () => {
  const order: string[] = []
  const hashes = Array.from({ length: 6 }, () => hashPassword('any password').then(() => order.push('hash')))
  await Promise.all(Array.from({ length: 8 }, () => readFile(import.meta.filename)))
  order.push('files')
  await Promise.all(hashes)
  expect(order.indexOf('files')).toBeLessThan(3)
})

test('beyond its queue the pool refuses at once, and a network has a part of the queue only', async () => {
  const derive = scryptPool({ threads: 1, maxWaiting: 4, maxWaitingPerNetwork: 2 })
  const from = (network: string, isKnown = false) => ({ network, isKnown })
  const ask = async (caller: ReturnType<typeof from>) => derive(JOB, caller).then(() => 'done')
  const codeOf = (error: AppError) => `${error.code} ${error.status} ${error.retryAfter}`
  const crowd = Array.from({ length: 5 }, () => ask(from('a')).catch(codeOf))
  const others = [ask(from('b')), ask(from('a', true))]
  const tooMany = ask(from('c')).catch(codeOf)
  expect(await tooMany).toBe('sign_in_busy 503 5')
  expect(await Promise.all(crowd)).toEqual(['done', 'done', 'done', 'sign_in_busy 503 5', 'sign_in_busy 503 5'])
  expect(await Promise.all(others)).toEqual(['done', 'done'])
})

test('a browser that signed in before goes first', async () => {
  const derive = scryptPool({ threads: 1, maxWaiting: 10, maxWaitingPerNetwork: 10 })
  const order: string[] = []
  const ask = (name: string, isKnown: boolean) => derive(JOB, { network: name, isKnown }).then(() => order.push(name))
  await Promise.all([ask('first', false), ask('stranger', false), ask('stranger', false), ask('known', true)])
  expect(order).toEqual(['first', 'known', 'stranger', 'stranger'])
})

test('a hash that cannot be read matches no password', async () => {
  for (const stored of ['', 'none', 'scrypt$1$2', 'scrypt$65536$8$2$AAAA$AAAA'])
    expect(await verifyPassword('x', stored)).toBe(false)
})

import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { pepperOf } from './ids.ts'
import { keyedFor } from './keyed.ts'

const secret = pepperOf(randomBytes(32))

test('what is sealed opens with the same secret and purpose only, and not when it was changed', () => {
  const keyed = keyedFor(secret, 'a')
  const sealed = keyed.seal('text ✓')
  expect(keyed.open(sealed)).toBe('text ✓')
  expect(sealed.equals(keyed.seal('text ✓'))).toBe(false)
  for (const other of [keyedFor(secret, 'b'), keyedFor(pepperOf(randomBytes(32)), 'a')])
    expect(() => other.open(sealed)).toThrow()
  sealed[sealed.length - 1]! ^= 1
  expect(() => keyed.open(sealed)).toThrow()
})

test('equal texts have equal hashes under one purpose, and others under another', () => {
  const hash = (purpose: string) => keyedFor(secret, purpose).hash('x').toString('hex')
  const [one, again, other] = [hash('a'), hash('a'), hash('b')]
  expect([one === again, one === other]).toEqual([true, false])
})

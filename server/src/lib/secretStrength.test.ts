import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeSecret, weaknessOf } from './secretStrength.ts'

test('random bytes are taken, as hex and as base64', () => {
  for (let i = 0; i < 500; i++) {
    const secret = randomBytes(32)
    expect(weaknessOf(secret)).toBeNull()
    expect(decodeSecret(secret.toString('hex'))).toEqual(secret)
    // Padded base64 of 32 bytes ends in =, so it is never read as hex.
    expect(decodeSecret(secret.toString('base64'))).toEqual(secret)
  }
})

test.each([
  ['00'.repeat(32), 'repeats itself'],
  ['0123456789abcdef'.repeat(4), 'repeats itself'],
  ['deadbeef'.repeat(16), 'repeats itself'],
  [Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('hex'), 'is a sequence'],
  [Buffer.from(Array.from({ length: 32 }, (_, i) => 255 - 3 * i)).toString('hex'), 'is a sequence'],
  [Buffer.from('the quick brown fox jumps over a lazy dog').toString('base64'), 'is readable text'],
  ['ab12'.repeat(4), 'has 8 bytes'],
  [randomBytes(31).toString('hex'), 'has 31 bytes'],
])('%s %s', (text, weakness) => {
  expect(weaknessOf(decodeSecret(text)!)).toContain(weakness)
})

test('what is neither hex nor base64 is no secret', () => {
  expect(['', 'not a secret!', 'ä'.repeat(40)].map(decodeSecret)).toEqual([null, null, null])
})

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sha256 } from './sha256.ts'

const expected = (text: string) => createHash('sha256').update(Buffer.from(text, 'utf8')).digest('hex')

test('SHA-256 of the standard', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

test.each([55, 56, 63, 64, 65, 119, 120, 1000, 100_000])('of %i characters, around the ends of blocks', (length) => {
  const text = 'a'.repeat(length)
  expect(sha256(text)).toBe(expected(text))
})

test('of any text the same as Node\u2019s', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => sha256(text) === expected(text)),
    { numRuns: 2000 },
  )
})

test('half a surrogate pair is hashed as browsers and Node do', () => {
  for (const text of ['\ud800', 'a\udc00b', '\ud83d\ude00\ud83d']) expect(sha256(text)).toBe(expected(text))
})

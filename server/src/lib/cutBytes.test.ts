import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutBytes } from './cutBytes.ts'

test('cuts at a character, and as late as the bytes allow', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(60), (text, bytes) => {
      const cut = cutBytes(text, bytes)
      expect(text.startsWith(cut)).toBe(true)
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes)
      const next = [...text.slice(cut.length)][0] ?? ''
      if (cut !== text) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(bytes)
    }),
  )
})

import { expect, test } from 'vitest'
import { uuidTime, uuidv7 } from './ids.ts'

test('uuidv7() makes ids of version 7 that hold their time, each another one', () => {
  for (const ms of [0, 1, Date.parse('2026-11-30T12:00:00.123Z'), 2 ** 48 - 1]) {
    const id = uuidv7(ms)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(uuidTime(id)).toBe(ms)
  }
  expect(new Set(Array.from({ length: 1000 }, () => uuidv7(5))).size).toBe(1000)
})

import { expect, test } from 'vitest'
import { openPool } from './openPool.ts'

test('a pool never waits longer than a second before it tries to connect again', async () => {
  const pool = openPool({ url: 'postgres://nobody@127.0.0.1:1/none', max: 1, name: 'test' })
  const waits = Array.from({ length: 40 }, (_, tries) => (pool.options.backoff as (tries: number) => number)(tries))
  expect(Math.max(...waits)).toBeLessThanOrEqual(1)
  expect(Math.min(...waits)).toBeGreaterThan(0)
  expect(waits[0]).toBeLessThan(0.1)
  await pool.end()
})

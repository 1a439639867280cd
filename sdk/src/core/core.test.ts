import type { click } from '@bx/contracts/events/click'
import type { exposure } from '@bx/contracts/events/exposure'
import type { render } from '@bx/contracts/events/render'
import { expect, test, vi } from 'vitest'
import type { z } from 'zod'
import type { WireClick, WireExposure, WireRender } from '../types.ts'
import { createBuffer } from './buffer.ts'
import { send } from './transport.ts'
import { uuidv7 } from './uuidv7.ts'

// The SDK's plain types must fit the contract; this fails to compile when they part.
type Fits<W extends S, S> = W
export type Checked = [
  Fits<WireExposure, z.input<typeof exposure>>,
  Fits<WireRender, z.input<typeof render>>,
  Fits<WireClick, z.input<typeof click>>,
]

test('a UUIDv7 carries its time, its version and its variant', () => {
  const id = uuidv7(Date.parse('2026-11-22T14:32:05.123Z'))
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(Date.parse('2026-11-22T14:32:05.123Z'))
  expect(new Set(Array.from({ length: 1000 }, () => uuidv7(1))).size).toBe(1000)
})

test('the buffer hands on after 50 items or 5 seconds and drops the oldest above 1000', () => {
  vi.useFakeTimers()
  const full = vi.fn()
  const buffer = createBuffer<number>(full)
  buffer.add(1)
  vi.advanceTimersByTime(4999)
  expect(full).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(full).toHaveBeenCalledTimes(1)
  for (let i = 2; i <= 1003; i++) buffer.add(i)
  const { items, overflow } = buffer.take()
  expect([items.length, items[0], overflow]).toEqual([1000, 4, 3])
  vi.useRealTimers()
})

function transport(answers: (number | 'offline')[], retryAfter?: string) {
  const waits: number[] = []
  const fetch = vi.fn(async () => {
    const answer = answers.shift()!
    if (answer === 'offline') throw new TypeError('offline')
    return new Response(null, { status: answer, headers: retryAfter ? { 'retry-after': retryAfter } : {} })
  })
  return { fetch, waits, endpoint: '', writeKey: 'k', wait: async (ms: number) => void waits.push(ms) }
}

test('network errors, 408, 429 and 5xx are tried again, other refusals are not', async () => {
  const patient = transport(['offline', 503, 429, 408, 202])
  expect(await send(patient, { path: '/', body: {} })).toBe(true)
  expect(patient.fetch).toHaveBeenCalledTimes(5)
  const refused = transport([400])
  expect(await send(refused, { path: '/', body: {} })).toBe(false)
  expect(refused.fetch).toHaveBeenCalledTimes(1)
})

test('Retry-After is obeyed', async () => {
  const busy = transport([429, 202], '7')
  await send(busy, { path: '/', body: {} })
  expect(busy.waits[0]).toBeGreaterThanOrEqual(7000)
})

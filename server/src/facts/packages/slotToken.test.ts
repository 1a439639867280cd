import { expect, test } from 'vitest'
import type { Sql, Tx } from '../../db/client.ts'
import type { ExposureRow } from '../../process/appendExposures.ts'
import { claimSlots } from '../../process/claimSlots.ts'
import { checkSlotToken, readSlotTokenKeys, type SlotTokenKeys } from './slotToken.ts'

// The vector of docs/guides/slot-tokens.md.
const SECRET = 'slot_example.bXk-secret-of-this-example-only-0123456789'
const EXPIRES = Date.parse('2026-12-01T14:00:00Z')
const keys = (revokedAt: Date | null = null): SlotTokenKeys =>
  new Map([['slot_example', { secret: SECRET, revokedAt }]])
const shown = {
  slot_token: 'slot_example.1796133600.q8V7c7GkPCL4v0TRewUvRu6OpC_0tSgCkgZQCi3Kci0',
  render_id: '0190a1b2-0000-7000-8000-000000000001',
  merchant_ref: 'tern-airways',
  placement_key: 'home_earn_carousel',
  package_id: '018f0000-0000-7000-8000-000000000001',
  timestamp: EXPIRES - 1,
}

test('the token of the guide is valid until it expires, for a day at most', () => {
  const at = (timestamp: number) => checkSlotToken({ ...shown, timestamp }, keys())
  expect([at(EXPIRES - 86_400_000), at(EXPIRES - 1), at(EXPIRES)]).toEqual(['valid', 'valid', 'expired'])
  expect(at(EXPIRES - 86_400_001)).toBe('invalid')
})

test('a token is bound to its render, merchant, placement and package', () => {
  const other = '018f0000-0000-7000-8000-000000000009'
  for (const change of [
    ...[{ render_id: other }, { render_id: null }, { package_id: other }, { package_id: null }],
    ...[{ merchant_ref: 'other' }, { merchant_id: other }, { placement_key: 'other' }, { placement_id: other }],
  ])
    expect(checkSlotToken({ ...shown, ...change }, keys()), JSON.stringify(change)).toBe('invalid')
})

test('what is not a token of a known key is invalid', () => {
  const signature = shown.slot_token.split('.')[2]!
  const flipped = signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
  for (const slot_token of [
    ...['', '.', '..', 'slot_example', 'slot_example.1796133600', `${shown.slot_token}.`, `${shown.slot_token}=`],
    ...[`slot_other.1796133600.${signature}`, `slot_example.1796133601.${signature}`],
    ...[`slot_example.01796133600.${signature}`, `slot_example.NaN.${signature}`],
    `slot_example.1796133600.${flipped}`,
  ])
    expect(checkSlotToken({ ...shown, slot_token }, keys()), slot_token).toBe('invalid')
  expect(checkSlotToken(shown, new Map())).toBe('invalid')
})

test('a revoked key is valid for what was shown before', () => {
  expect(checkSlotToken(shown, keys(new Date(shown.timestamp + 1)))).toBe('valid')
  expect(checkSlotToken(shown, keys(new Date(shown.timestamp)))).toBe('invalid')
})

test('batches without tokens ask the database nothing, and keep their rows', async () => {
  const asked = () => {
    throw new Error('asked the database')
  }
  expect(await readSlotTokenKeys(asked as unknown as Sql, new Set())).toEqual(new Map())
  const rows = [{ slotToken: null }, { slotToken: 'expired' }] as unknown as ExposureRow[]
  expect(await claimSlots(asked as unknown as Tx, rows)).toBe(rows)
})

import { expect, test } from 'vitest'
import { keptFields } from './keptFields.ts'

const id = '0190a1b2-0000-7000-8000-000000000001'

test('a field that passes its rule is kept unchanged, any other is described', () => {
  const event = {
    ...{
      event_id: id,
      merchant_ref: 'acme',
      placement_key: null,
      rank_position: -1,
      algorithm_version: 'call eve@a.example',
    },
    ...{
      viewable: 'yes',
      exposure_type: ['card'],
      session_id: {},
      is_clickable: true,
      sample_rate: 0.5,
      timestamp: 1e20,
    },
  }
  expect(keptFields('exposure', event)).toEqual({
    ...{ event_id: id, merchant_ref: 'acme', placement_key: null, is_clickable: true, sample_rate: 0.5 },
    ...{ rank_position: '[negative whole number, 1 digit]', algorithm_version: '[text, 18 characters]' },
    ...{ viewable: '[text, 3 characters]', exposure_type: '[list, 1 entry]', session_id: '[object, 0 fields]' },
    timestamp: '[whole number, 21 digits]',
  })
})

test('a context keeps its valid fields when others are invalid', () => {
  const of = (context: unknown) => keptFields('exposure', { context }).context
  expect(of({ market: 'GB', arm: '+44 7700 900123', eve: 'x', platform: 7 })).toEqual({
    ...{ market: 'GB', arm: '[text, 15 characters]', platform: '[whole number, 1 digit]' },
  })
  const large = Object.fromEntries(
    ['platform', 'sdk_version', 'market', 'arm', 'consent'].map((name) => [name, 'é'.repeat(64)]),
  )
  expect(of({ ...large, category: 'x'.repeat(128), consent: 'y'.repeat(65) })).toEqual({
    ...{ ...large, category: 'x'.repeat(128), consent: '[text, 65 characters]' },
  })
  for (const [context, kept] of [
    [null, null],
    [['a'], '[list, 1 entry]'],
    ['GB', '[text, 2 characters]'],
    [true, '[true or false]'],
  ])
    expect(of(context)).toEqual(kept)
})

test('names of unknown fields are kept only if they are plain', () => {
  const { unknown_fields } = keptFields('click', {
    ...{
      order_amount: 1,
      'eve@a.example': 1,
      '+44 7700 900123': 1,
      'e 4539148803436467': 1,
      x4539148803436467: 1,
      '': 1,
    },
    ...{ constructor: 1, toString: 1, ['x'.repeat(41)]: 1 },
  })
  expect(unknown_fields).toEqual([
    ...['order_amount', '[name, 13 characters]', '[name, 15 characters]', '[name, 18 characters]'],
    ...['[name, 17 characters]', '[name, 0 characters]', 'constructor', 'toString', '[name, 41 characters]'],
  ])
})

test('a description is never a valid value when the event is sent again', () => {
  const described = keptFields('exposure', { algorithm_version: 'x'.repeat(65), merchant_ref: 'a b', event_id: 'x' })
  expect(keptFields('exposure', described)).not.toEqual(described)
  expect(
    Object.values(keptFields('exposure', described)).every((value) => /^\[text, \d+ characters\]$/.test(String(value))),
  ).toBe(true)
})

import { expect, test } from 'vitest'
import { arrivalsOf } from './arrivalsOf.ts'
import type { Envelope } from './queue.ts'

const envelope = (change: object): Envelope => ({
  ...{ id: 'e', keyId: 'k', keyKind: 'browser', receivedAt: Date.parse('2026-11-22T10:59:59.999Z'), ivt: null },
  ...{ exposures: [], renders: [], clicks: [], conversions: [], refused: [] },
  ...(change as Partial<Envelope>),
})

test('an envelope brings its good and its refused events of each kind, in the hour and by the key it came with', () => {
  const hour = '2026-11-22T10:00:00.000Z'
  const refused = [{ kind: 'exposure' }, { kind: 'click' }, null]
  expect(arrivalsOf(envelope({ exposures: [{}, {}], conversions: [{}], refused }))).toEqual([
    [hour, 'k', 'exposure', 3],
    [hour, 'k', 'click', 1],
    [hour, 'k', 'conversion', 1],
  ])
})

test('an empty envelope brings nothing, and a replay was received before', () => {
  expect(arrivalsOf(envelope({}))).toEqual([])
  expect(arrivalsOf(envelope({ exposures: [{}], replays: ['deadLetter'] }))).toEqual([])
})

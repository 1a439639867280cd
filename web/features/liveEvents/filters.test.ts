import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { expect, test } from 'vitest'
import { choicesOf, passes, passesBeside, readFilters } from './filters.ts'

const one = (part: Partial<LiveEvent>): LiveEvent => ({
  ...{ received_at: '2026-11-23T12:00:00.000Z', kind: 'exposure', verdict: 'stored', reason: '', message: '' },
  ...{ placement: 'Home', merchant: 'Acme', event: {}, ...part },
})
const from = (query: string) => {
  const params = new URLSearchParams(query)
  return readFilters((key) => params.get(key) ?? '')
}

test('the URL filters by verdict, kind, placement and merchant; invalid values are ignored', () => {
  const filters = from('verdict=flagged&kind=click&placement=Home&merchant=Acme')
  expect(passes(one({ verdict: 'flagged', kind: 'click' }), filters)).toBe(true)
  for (const other of [{ placement: 'Deals' }, { merchant: null }, { kind: 'render' as const }])
    expect(passesBeside(one({ verdict: 'flagged', kind: 'click', ...other }), filters)).toBe(false)
  expect(passes(one({ kind: 'click' }), filters)).toBe(false)
  expect(passesBeside(one({ kind: 'click' }), filters)).toBe(true)
  expect(passes(one({}), from('verdict=toString&kind=nonsense'))).toBe(true)
})

test('the choices are the values of the events, and the current choice even without events', () => {
  const events = [one({ placement: 'Search' }), one({ placement: 'Home' }), one({ placement: null }), one({})]
  expect(choicesOf(events, 'placement', null)).toEqual(['Home', 'Search'])
  expect(choicesOf(events, 'placement', 'Deals')).toEqual(['Deals', 'Home', 'Search'])
})

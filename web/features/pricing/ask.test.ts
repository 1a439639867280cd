import { expect, test } from 'vitest'
import { type Ask, firstAsk, readAsk, writeAsk } from './ask.ts'

const first = firstAsk('2026-11-22', 'GBP')

test('a quote is written to the URL and read from it', () => {
  const ask: Ask = {
    ...first,
    ...{
      objective: 'traffic' as const,
      budget: '1200.5',
      merchant: 'm',
      placements: ['a', 'b'],
      highPct: 55.5,
      factor: 1.25,
    },
    ...{ cpm: '7', cpc: '0.3', perSale: '8' },
  }
  expect(readAsk(writeAsk(ask), first)).toEqual(ask)
  expect(readAsk(writeAsk(first), { ...first, budget: '1' })).toEqual(first)
})

test('values that cannot be used are replaced', () => {
  const broken = 'objective=x&budget=-1&from=2026-02-31&to=soon&mix=101&factor=1e9&cpm=NaN&sale=1e15'
  expect(readAsk(new URLSearchParams(broken), first)).toEqual(first)
})

test('a quote begins in a week and lasts four', () => {
  expect([first.start, first.end]).toEqual(['2026-11-29', '2026-12-26'])
})

import { expect, test } from 'vitest'
import { LIGHT } from '../lib/tokens.ts'
import { chartSvg, wrapped } from './chartImage.ts'
import { labelledDonut } from './donut.ts'
import { placementBars } from './placementBars.ts'

const bars = [{ name: 'Home & <hero>', key: 'home', tier: 'standard', impressions: 1200 }]
const texts = {
  title: 'Where it is shown',
  lines: ['Ikea · Impressions by placement', '22 – 28 Nov 2026 · net traffic'],
  source: 'Source: Brand Exposure · complete to 28 Nov 2026, 14:32 London',
}

test('an image has title, view, range, legend and source, and is light', () => {
  const periods = { now: '22 – 28 Nov', before: '15 – 21 Nov', note: null }
  const svg = chartSvg({ height: 180, options: (colours) => placementBars(bars, colours), periods }, texts)
  for (const text of [texts.title, ...texts.lines, texts.source, '15 – 21 Nov', '1,200']) expect(svg).toContain(text)
  expect(svg).toContain('Home &amp; &lt;hero&gt;')
  expect(svg).toContain(`<rect width="100%" height="100%" fill="${LIGHT['--bx-surface']}"/>`)
  expect(svg).toContain(LIGHT['--bx-primary'])
})

test('the ring of an image has names beside it', () => {
  const ring = { slices: [{ name: 'Ikea', impressions: 3 }], other: 1, active: 0 }
  expect(chartSvg({ height: 300, options: (colours) => labelledDonut(ring, colours) }, texts)).toContain('Ikea  75.0%')
})

test('long titles are wrapped, long words too', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrapped('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  expect(wrapped('', 4)).toEqual([])
})

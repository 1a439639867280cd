import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import { expect, test } from 'vitest'
import { MISSING_KEY, SNIPPETS } from './snippets.ts'
import { keyFrom, setupAnswer, similarKey } from './words.ts'

const filled = {
  ...{ endpoint: 'https://bx.example', placementKey: 'home_carousel', slots: 8, merchantRef: 'fernway-coffee' },
  ...{ merchantName: 'Fern & <b>way', writeKey: 'bx_browser_1', origin: 'https://shop.example' },
}

test.each(Object.entries(SNIPPETS))('the snippet for %s names server, placement and merchant', (name, write) => {
  const text = write(filled)
  for (const part of ['https://bx.example', 'home_carousel', 'fernway-coffee']) expect(text).toContain(part)
  if (name !== 'Server') expect(text).toContain('bx_browser_1')
  if (name !== 'Server') expect(write({ ...filled, writeKey: null })).toContain(MISSING_KEY)
})

test('a name with markup stays text in the page', () => {
  expect(SNIPPETS['Script tag'](filled)).toContain('>Fern &amp; &lt;b&gt;way</li>')
})

test('a key is made from a name', () => {
  expect(keyFrom('Home carousel', '_')).toBe('home_carousel')
  expect(keyFrom(' Café Noir & Co. ', '-')).toBe('cafe-noir-co')
})

test('a mistyped key finds the one that is meant, and only that', () => {
  expect(similarKey('home_carousl', ['home_carousel', 'search'])).toBe('home_carousel')
  expect(similarKey('basket', ['home_carousel', 'search'])).toBeNull()
  expect(similarKey('search', ['search'])).toBeNull()
})

test('the sentence follows the events', () => {
  const event = (verdict: LiveEvent['verdict']) => ({ verdict }) as LiveEvent
  expect(setupAnswer([], 2, false).lead).toBe('Two steps to your first verified event.')
  expect(setupAnswer([], 3, false).lead).toBe('One step to your first verified event.')
  expect(setupAnswer([event('rejected')], 3, false).lead).toBe('1 event was refused.')
  expect(setupAnswer([event('stored'), event('rejected')], 3, false)).toEqual({
    lead: 'Your first event is in.',
    rest: 'Before that 1 was refused. All four steps are done.',
  })
})

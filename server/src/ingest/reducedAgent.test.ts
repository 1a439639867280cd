import { expect, test } from 'vitest'
import { reducedAgent } from './reducedAgent.ts'

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36'

test.each([
  undefined,
  '',
  `Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 20) ${CHROME}`,
  `Mozilla/5.0 (Linux; Android 13; moto g(60)) ${CHROME} OPR/80.0.4244`,
  'Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)',
])('of the plain browser %j nothing is kept', (userAgent) => {
  expect(reducedAgent(userAgent)).toBeNull()
})

test.each([
  ['NewCrawler/3.7-beta.12', 'newcrawler/0.0'],
  [
    `Mozilla/5.0 (Linux; Android 13; Pixel 8) ${CHROME} OldBot/d8a21c6`,
    'mozilla/0.0 (-) applewebkit/0.0 (-) chrome/0.0 mobile safari/0.0 oldbot/0',
  ],
  ['Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 20)', 'mozilla/0.0 (linux; android 0; cubot note 0)'],
  [
    `Mozilla/5.0 (Linux; Android 13; Pixel 8) ${CHROME} (compatible; NewThing/1.2; +https://new.example)`,
    'mozilla/0.0 (-) applewebkit/0.0 (-) chrome/0.0 mobile safari/0.0 (compatible; newthing/0.0; +https://new.example)',
  ],
  ['MyShop/3.1 (iPhone15,2; iOS 17.2; en_GB) [FBAN/x;FBDV/iPhone14,5]', 'myshop/0.0 (-)'],
])('of %j the names are kept', (userAgent, kept) => {
  expect(reducedAgent(userAgent, (agent) => /oldbot|cubot/i.test(agent))).toBe(kept)
})

test('nothing is stored that would be classified differently, or that looks like personal data', () => {
  const isLong = (agent: string) => agent.includes('42')
  expect(reducedAgent('Tool/42', isLong)).toBeNull()
  expect(reducedAgent('Tool/1 (ask jane.doe@example.com)')).toBeNull()
})

test('it is short, printable and quick to make, for any input', () => {
  for (const odd of [
    '('.repeat(8000),
    'a('.repeat(4000),
    '[('.repeat(4000),
    `Bot/1 ${'x/9 '.repeat(3000)}`,
    'Tool\u0000\u202e💥 “x”',
  ]) {
    const began = performance.now()
    expect(reducedAgent(odd) ?? '').toMatch(/^[\x20-\x7e]{0,240}$/)
    expect(performance.now() - began).toBeLessThan(500)
  }
})

import { describe, expect, test } from 'vitest'
import { pepperOf } from '../lib/ids.ts'
import { agentClass } from './agentClass.ts'
import { FIRST_OWN, openAgents } from './agents.ts'
import { NETWORK_SLOTS, openSources } from './source.ts'

const pepper = pepperOf(Buffer.alloc(32, 7))
const CHROME =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36'

describe('the class of a user agent', () => {
  test.each([
    [undefined, 'none'],
    ['', 'none'],
    [CHROME, 'chrome android'],
    [CHROME.replace('131', '132'), 'chrome android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Safari/604', 'safari ios'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131 Safari/537 Edg/131', 'edge windows'],
    ['MyShop/3.1 CFNetwork/1490 Darwin/23.6', 'app ios'],
    ['okhttp/4.12', 'app other'],
    ['python-requests/2.32', 'script other'],
    ['Googlebot/2.1', 'bot other'],
    ['x', 'other other'],
  ])('of %j is %j', (userAgent, name) => {
    expect(agentClass(userAgent)).toBe(name)
  })
})

const KEY = { keyId: 'k', now: 0 }

test('a source is a network and a program, as a number that JSON and PostgreSQL keep', () => {
  const sources = openSources(pepper)
  const number = (address: string, userAgent = CHROME) => sources.of({ ...KEY, address, userAgent }).number
  expect(number('203.0.113.7')).toBe(number('::ffff:203.0.113.7'))
  expect(number('2001:db8::1')).toBe(number('2001:db8::2'))
  expect(number('203.0.113.7')).toBe(number('203.0.113.7', CHROME.replace('Pixel 8', 'CUBOT NOTE 20')))
  expect(number('203.0.113.7')).not.toBe(number('203.0.113.8'))
  expect(number('203.0.113.7')).not.toBe(number('203.0.113.7', 'curl/8'))
  expect(Number.isSafeInteger(number('203.0.113.7'))).toBe(true)
  const other = openSources(pepperOf(Buffer.alloc(32, 8)))
  expect(other.of({ ...KEY, address: '203.0.113.7', userAgent: CHROME }).number).not.toBe(number('203.0.113.7'))
})

test('the last 20 bits name the program on every network, and are written down for what is no plain browser', () => {
  const sources = openSources(pepper)
  const of = (address: string, userAgent: string, now = 0) => sources.of({ ...KEY, address, userAgent, now })
  const [first, again] = [of('203.0.113.7', 'NewThing/1.0'), of('198.51.100.2', 'NewThing/2.0')]
  expect(first.agent).toEqual({ no: first.number % 2 ** 20, agent: 'newthing/0.0' })
  expect(first.agent!.no).toBeGreaterThanOrEqual(FIRST_OWN)
  expect(again.number % 2 ** 20).toBe(first.agent!.no)
  expect(again.agent).toBeNull()
  expect(of('203.0.113.7', 'NewThing/3.0', 3_600_000).agent).toEqual(first.agent)
  const plain = of('203.0.113.7', CHROME)
  expect(plain.agent).toBeNull()
  expect(plain.number % 2 ** 20).toBeLessThan(FIRST_OWN)
})

test('made up names are written down a few times per key and hour, and are one program beyond that', () => {
  const agents = openAgents(pepper)
  const flood = (keyId: string, now: number) =>
    Array.from({ length: 5000 }, (_, i) => agents.of(`${word(i)}/1.0`, keyId, now)).filter(({ kept }) => kept).length
  expect(flood('a', 0)).toBe(20)
  expect(flood('a', 0)).toBe(0)
  expect(flood('b', 0)).toBe(20)
  expect(agents.of('zzzzz/1', 'a', 0).no).toBe(agents.of('yyyyy/1', 'a', 0).no)
  expect(agents.of('zzzzz/1', 'a', 3_600_000).no).toBeGreaterThanOrEqual(FIRST_OWN)
})

/** Made of letters, because digits are removed. */
function word(i: number): string {
  return `w${i.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)}`
}

test('networks share a bounded number of slots, and this machine has none', () => {
  const slot = (address: string) => openSources(pepper).slotOf(address)
  for (let i = 0; i < 100; i++) expect(slot(`2001:db8:${i}::1`)).toBeLessThan(NETWORK_SLOTS)
  expect(slot('203.0.113.7')).toBe(slot('::ffff:203.0.113.7'))
  expect([slot('127.0.0.1'), slot('::ffff:127.0.0.1'), slot('::1')]).toEqual([null, null, null])
})

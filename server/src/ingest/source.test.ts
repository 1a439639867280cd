import { describe, expect, test } from 'vitest'
import { pepperOf } from '../lib/ids.ts'
import { agentClass } from './agentClass.ts'
import { NETWORK_SLOTS, sourceOf } from './source.ts'

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

test('a source is a network and a class of agents, as a number that JSON and PostgreSQL keep', () => {
  const hash = (address: string, agent = CHROME) => sourceOf(pepper, address, agent).hash
  expect(hash('203.0.113.7')).toBe(hash('::ffff:203.0.113.7'))
  expect(hash('2001:db8::1')).toBe(hash('2001:db8::2'))
  expect(hash('203.0.113.7')).not.toBe(hash('203.0.113.8'))
  expect(hash('203.0.113.7')).not.toBe(hash('203.0.113.7', 'curl/8'))
  expect(Number.isSafeInteger(hash('203.0.113.7'))).toBe(true)
  expect(sourceOf(pepperOf(Buffer.alloc(32, 8)), '203.0.113.7', CHROME).hash).not.toBe(hash('203.0.113.7'))
})

test('networks share a bounded number of slots, and this machine has none', () => {
  const slot = (address: string) => sourceOf(pepper, address, undefined).slot
  for (let i = 0; i < 100; i++) expect(slot(`2001:db8:${i}::1`)).toBeLessThan(NETWORK_SLOTS)
  expect(slot('203.0.113.7')).toBe(slot('::ffff:203.0.113.7'))
  expect([slot('127.0.0.1'), slot('::ffff:127.0.0.1'), slot('::1')]).toEqual([null, null, null])
})

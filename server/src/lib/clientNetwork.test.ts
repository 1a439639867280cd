import { expect, test } from 'vitest'
import { clientNetwork } from './clientNetwork.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
  ['0:0:0:0:0:ffff:203.0.113.7', '203.0.113.7'],
  ['::ffff:cb00:7107', '203.0.113.7'],
  ['2001:db8:0:1:2:3:4:5', '2001:db8:0:1::/64'],
  ['2001:0DB8::1:ffff:1:1:1', '2001:db8:0:1::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['1::', '1:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::203.0.113.7', '64:ff9b:0:0::/64'],
  ['', 'unknown'],
  ['not an address', 'unknown'],
  ['1.2.3.4, 5.6.7.8', 'unknown'],
  ['999.1.1.1', 'unknown'],
])('the network of %j is %j', (address, network) => {
  expect(clientNetwork(address)).toBe(network)
})

test('addresses of one /64 share a network and their neighbours have another', () => {
  const networks = new Set(['2001:db8:1:2::1', '2001:db8:1:2:ffff::', '2001:db8:1:2:a:b:c:d'].map(clientNetwork))
  expect(networks).toEqual(new Set(['2001:db8:1:2::/64']))
  expect(clientNetwork('2001:db8:1:3::1')).not.toBe('2001:db8:1:2::/64')
})

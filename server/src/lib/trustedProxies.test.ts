import { expect, test } from 'vitest'
import { readConfig } from '../config.ts'

const trusted = (TRUST_PROXY: string) => readConfig({ EMBEDDED: '1', TRUST_PROXY }).trustProxy

test('TRUST_PROXY is a number of hops or a list of networks', () => {
  expect([trusted(''), trusted('0'), trusted('1'), trusted('2')]).toEqual([false, false, 1, 2])
  expect(trusted('10.0.0.0/8, fd00::/8,192.0.2.7')).toEqual(['10.0.0.0/8', 'fd00::/8', '192.0.2.7'])
})

test.each(['true', 'TRUE', 'yes', '*', '0.0.0.0/0', '::/0', '10.0.0.0/8, *'])(
  'TRUST_PROXY=%s is refused: any client could choose its address',
  (value) => {
    expect(() => trusted(value)).toThrow(/TRUST_PROXY: '.+': every client could then choose its own address/)
  },
)

test.each(['11', '-1', '1.5', 'proxy.internal', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', 'fd00::/129', '10.0.0.0/0'])(
  'TRUST_PROXY=%s is refused with what was expected',
  (value) => {
    expect(() => trusted(value)).toThrow(/TRUST_PROXY: .*expected a number of proxies from 0 to 10, or their networks/)
  },
)

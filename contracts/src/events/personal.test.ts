import { describe, expect, test } from 'vitest'
import { holdsCardNumber, maskPersonal } from './personal.ts'

describe('masking', () => {
  test.each([
    ['write to eve@example.com, please', 'write to [e-mail], please'],
    ['<Eve+shop@mail.example.co.uk>', '<[e-mail]>'],
    ['card 4539148803436467.', 'card [card number].'],
    ['4539 1488 0343 6467', '[card number]'],
    ['x4539-1488-0343-6467y', 'x[card number]y'],
    ['378282246310005', '[card number]'],
    ['call +44 7700 900123 now', 'call [phone number] now'],
    ['+447700900123', '[phone number]'],
    ['tel:(020) 7946 0018', 'tel:[phone number]'],
    ['07700 900123', '[phone number]'],
    ['tel07700900123', 'tel[phone number]'],
    ['06 12 34 56 78', '[phone number]'],
    ['0171/1234567', '[phone number]'],
    ['(555) 123-4567', '[phone number]'],
    ['1-800-555-1234', '[phone number]'],
  ])('of %j gives %j', (text, masked) => {
    expect(maskPersonal(text)).toBe(masked)
  })

  test.each([
    '2026-11-22T14:32:05.123456789Z',
    '2026-11-22 14:32:05.123+00',
    '01234567-1234-4123-8123-077009001234',
    '4539148803436468', // wrong check digit
    '1732286705123', // a time in milliseconds
    '0012345678', // an order number with leading zeros
    '402-1234567-1234567',
    '127.0.0.1:20123',
    'v1.2.3, 60 merchants, 1,234,567 impressions',
    'a'.repeat(32).replaceAll('a', '07'),
    '(connection 12) ended after 30 s, 999999999 rows',
  ])('leaves %j alone', (text) => {
    expect(maskPersonal(text)).toBe(text)
  })

  test.each(['aa', '0 ', '+1', '1-', '4 ', '@a'])('of many %j takes time in proportion to their number', (text) => {
    const cpuOf = (times: number) => {
      const hostile = `${text.repeat(times)}@`
      const before = process.cpuUsage()
      maskPersonal(hostile)
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    cpuOf(10_000)
    const [short, long] = [cpuOf(10_000), cpuOf(80_000)]
    expect(long / Math.max(short, 2_000)).toBeLessThan(32) // in proportion: 8; quadratic: 64
  })
})

test('a card number is known by prefix, length and check digit', () => {
  expect(holdsCardNumber('order-5555555555554444')).toBe(true)
  expect(holdsCardNumber('order-5555555555554445')).toBe(false)
  expect(holdsCardNumber('07700900123')).toBe(false)
})

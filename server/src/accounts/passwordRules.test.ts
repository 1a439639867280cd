import { expect, test } from 'vitest'
import { randomToken } from '../lib/ids.ts'
import { passwordProblem } from './passwordRules.ts'

const problemOf = (password: string) => passwordProblem(password, 'ada.lovelace@example.com')

test.each([
  'correct horse battery stapler',
  'a-longer-password-of-mine',
  'Tr0ub4dor&3-weekend',
  'мой длинный пароль',
  'purple-otter-canyon',
  '7f3kq9zt2mxw',
  'ada-3f2504e0-4f89',
])('%s may be used', (password) => {
  expect(problemOf(password)).toBeNull()
})

test('what the product makes itself may be used', () => {
  for (let i = 0; i < 200; i++) expect(problemOf(randomToken(15))).toBeNull()
})

test.each([
  ['short', /at least 12/],
  ['ʏ'.repeat(11), /at least 12/],
  ['ada.lovelace@example.com', /address/],
  ['Ada.Lovelace2026!', /address/],
  ['lovelace-example', /address/],
  ['aaaaaaaaaaaaaaa', /repeated/],
  ['123456789012', /sequences/],
  ['abcdefghijklmnop', /sequences/],
  ['qwertyuiop[]\\', /rows of keys/],
  ['abcabcabcabcabc', /repeated/],
  ['xyzpq1xyzpq1xyzpq1', /repeated/],
  ['Password1234', /too common/],
  ['P@ssw0rd2026!!', /too common/],
  ['Welcome-2026-Welcome', /too common/],
  ['passwordpassword', /too common/],
  ['Correct Horse Battery Staple', /too common/],
  ['1Qaz2Wsx3Edc', /too common/],
])('%s is refused: %s', (password, reason) => {
  expect(problemOf(password)).toMatch(reason)
})

import { expect, test } from 'vitest'
import { START_PAGE, safeNext } from './safeNext.ts'

const ORIGINS = ['http://127.0.0.1:3000', 'https://exposure.example']

test.each([
  '/',
  '/placements/',
  '/placements',
  '/placements/?range=30d',
  '/merchants/view/?id=0191-a&range=7d#hours',
  '/settings/?next=https://host.example/',
  '/performance/paths/?q=%2F%2Fhost#//host',
])('%j is a page of ours', (next) => {
  for (const origin of ORIGINS) expect(safeNext(next, origin)).toBe(next)
})

const ELSEWHERE = [
  ...[
    '//host',
    '///host',
    '////host',
    '/\\host',
    '\\\\host',
    '\\/host',
    '/\\/host',
    '/\\\\host',
    '//host.example/placements/',
  ],
  ...[
    '/\t/host',
    '/\n/host',
    '/\r/host',
    '/\t\t/host',
    '\t//host',
    ' //host',
    '\n/\n/host',
    '/\0/host',
    '\u0000//host',
  ],
  ...[
    '/.//host',
    '/..//host',
    '/./\\host',
    '/a/..//host',
    '/a/../..//host',
    '/placements/..//host',
    '/%2e//host',
    '/.%2e//host',
  ],
  ...[
    '/%09/host',
    '/%0A/host',
    '/%0d/host',
    '/%2f/host',
    '/%2Fhost',
    '/%5chost',
    '/%5C/host',
    '/%252f%252fhost',
    '/%00/host',
  ],
  ...[
    'https:host',
    'http:host',
    'https:/host',
    'https://host',
    'https:\\\\host',
    'HTTPS://host',
    'http://127.0.0.1:3000@host/',
  ],
  ...[
    '//127.0.0.1:3000@host/',
    '//exposure.example.host/',
    '//exposure.example:444/',
    'http://127.0.0.1:3001/',
    '//user:pass@host',
  ],
  ...[
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'blob:x',
    'vbscript:x',
    'file:///x',
  ],
  ...[
    '',
    'host',
    'placements/',
    '?range=30d',
    '#x',
    '.',
    '..',
    './placements/',
    '@host',
    ':host',
    '/@host',
    '/:80',
    '/ /host',
  ],
  ...[
    '//[::1]/',
    '//[',
    '//%',
    '/%',
    '/\u2044/host',
    '/\u3002host',
    '//\u3002',
    '/\ud800/x',
    '/placements/;//host',
    '/a b/',
  ],
  ...['/login/', '/login', '/login/?next=//host', '/./login/', '/login/../login/'],
]

test.each(ELSEWHERE)('%j leads to the start page', (next) => {
  for (const origin of ORIGINS) expect(safeNext(next, origin)).toBe(START_PAGE)
})

test('without a target the start page opens', () => {
  expect(safeNext(null, ORIGINS[0]!)).toBe(START_PAGE)
})

test('for any target, a browser stays on our origin', () => {
  const parts = [
    '/',
    '\\',
    '.',
    '..',
    '\t',
    '\n',
    '%09',
    '%2f',
    '%5c',
    'host',
    'https:',
    '@',
    ':',
    '?',
    '#',
    'a',
    ' ',
    '%',
  ]
  const paths = parts.flatMap((a) => parts.flatMap((b) => parts.map((c) => `/${a}${b}${c}/host`)))
  const led = paths.map((path) => safeNext(path, ORIGINS[0]!))
  const elsewhere = led.filter((next) => new URL(next, ORIGINS[0]).origin !== ORIGINS[0] || /^\/[/\\]/.test(next))
  expect(elsewhere).toEqual([])
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textsInCode } from './textsInCode.ts'

const found = (source: string) => textsInCode(source).map(({ text }) => text)

test('names the line of a text between tags, also after letters of several bytes', () => {
  expect(textsInCode("const a = '→'\nconst b = <p>Nothing shown</p>")).toEqual([{ line: 2, text: 'Nothing shown' }])
})

test('finds single words where they are shown: labels, children and both branches of a choice', () => {
  expect(found('<Button label="Save" />')).toEqual(['Save'])
  expect(found("<b>{isOpen ? 'Open' : 'Closed'}</b>")).toEqual(['Open', 'Closed'])
  expect(found("<b>{isOpen && 'Open'}</b>")).toEqual(['Open'])
  expect(found("const column = { key: 'clicks', title: 'Clicks' }")).toEqual(['Clicks'])
})

test('finds sentences everywhere', () => {
  expect(found(`const answer = (n: string) => \`\${n} placements are full\``)).toEqual(['… placements are full'])
  expect(found("call('The server is away.')")).toEqual(['The server is away.'])
})

test('leaves data alone: keys, classes, addresses, comparisons, code and messages for developers', () => {
  const code = `'use client'
    import a from './two words.ts'
    type State = 'not yet known'
    const LEVELS = { 'Not enough data': 'none' }
    if (state === 'not yet known') throw new Error('the caller sets it first')
    const page = <a className="card wide" href="/placements/" placeholder="https://shop.example.com"><code>npm run serve</code> {n}%</a>
    const shadow = '0 4px 16px rgba(0, 0, 0, 0.5)'`
  expect(found(code)).toEqual([])
})

test('texts of a folder are in its strings.ts, and so not found', () => {
  const view = readFileSync(join(import.meta.dirname, '../web/features/packages/FitCard.tsx'), 'utf8')
  expect(found(view)).toEqual([])
})

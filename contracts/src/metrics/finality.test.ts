import { expect, test } from 'vitest'
import { finalityOf, finalityOfAll, stateFields } from './finality.ts'

test('a day is open while sales may come, provisional while some are pending, then final', () => {
  expect(finalityOf({ isOpen: true, pending: 0 })).toBe('open')
  expect(finalityOf({ isOpen: false, pending: 1 })).toBe('provisional')
  expect(finalityOf({ isOpen: false, pending: 0 })).toBe('final')
})

test('days are as final as the least final of them', () => {
  expect(finalityOfAll(['final', 'open', 'provisional'])).toBe('open')
  expect(finalityOfAll(['final', 'provisional'])).toBe('provisional')
  expect(finalityOfAll([])).toBe('final')
})

test('a row of a file has the state of its range, or that of its own pending sales, and the last restatement', () => {
  const at = (restated_at: string) => ({ restated_at })
  const range = (open_from: string | null) => ({
    open_from,
    finality: { state: 'provisional' as const, restated: [at('2026-11-03'), at('2026-11-09'), at('2026-11-05')] },
  })
  expect(stateFields(range(null))).toEqual({ state: 'provisional', restated_at: '2026-11-09' })
  expect(stateFields(range(null), 0).state).toBe('final')
  expect(stateFields(range(null), 1).state).toBe('provisional')
  expect(stateFields(range('2026-11-20'), 0).state).toBe('open')
  expect(stateFields({ ...range(null), finality: { state: 'final', restated: [] } }).restated_at).toBeNull()
})

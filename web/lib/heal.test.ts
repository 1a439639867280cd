import { expect, test } from 'vitest'
import { ApiError } from './api.ts'
import { createHealer, isPassing } from './heal.ts'

test('waits until the server answers, and loads again until nothing is missing', async () => {
  const said: string[] = []
  const answers = [false, false, true, true]
  const reloads = [false, true]
  const heal = createHealer({
    isBack: async () => answers.shift()!,
    reload: async () => {
      said.push('reload')
      return reloads.shift()!
    },
    onChange: (isAway) => said.push(isAway ? 'away' : 'back'),
    wait: async (ms) => void said.push(`wait ${ms}`),
  })
  await Promise.all([heal(), heal()])
  expect(said).toEqual(['away', 'wait 1000', 'wait 1500', 'wait 2250', 'back', 'reload', 'wait 3375', 'back', 'reload'])
})

test('only failures that pass on their own are retried', () => {
  const error = (status: number) => new ApiError(status, 'code', 'message', null, null)
  expect([0, 500, 503].map((status) => isPassing(error(status)))).toEqual([true, true, true])
  expect([400, 401, 404, 429].some((status) => isPassing(error(status)))).toBe(false)
  expect(isPassing(new Error('other'))).toBe(false)
})

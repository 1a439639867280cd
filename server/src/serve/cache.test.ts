import { expect, test } from 'vitest'
import { AnswerCache, WrittenAnswer } from './cache.ts'

const ofBytes = (bytes: number) => new WrittenAnswer('x'.repeat(bytes - 2)) // two quotes
const compute = (answer: WrittenAnswer) => async () => answer

test('memory is bounded by the bytes of the answers, and the least recently used ones go first', async () => {
  const cache = new AnswerCache({ maxBytes: 1000, maxAnswerBytes: 500 })
  for (const key of ['a', 'b', 'c']) await cache.get(key, 1000, compute(ofBytes(299)))
  expect(cache.bytes).toBe(900)
  cache.find('a')
  await cache.get('d', 1000, compute(ofBytes(299)))
  expect(['a', 'b', 'c', 'd'].filter((key) => cache.find(key))).toEqual(['a', 'c', 'd'])
  expect(cache.bytes).toBe(900)
})

test('bytes are those of the text on the wire, not its characters', () => {
  expect(new WrittenAnswer('€').body).toHaveLength(5)
})

test('an answer that is too long is given, not kept', async () => {
  const cache = new AnswerCache({ maxBytes: 1000, maxAnswerBytes: 500 })
  expect((await cache.get('a', 1000, compute(ofBytes(600)))).body).toHaveLength(600)
  expect(cache.find('a')).toBeUndefined()
  expect(cache.bytes).toBe(0)
})

test('a question asked by many at once is computed once; a failure reaches all of them and is not kept', async () => {
  const cache = new AnswerCache()
  let times = 0
  const fail = async () => {
    times++
    throw new Error('away')
  }
  const asked = await Promise.allSettled([cache.get('a', 1000, fail), cache.get('a', 1000, fail)])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(times).toBe(1)
  expect((await cache.get('a', 1000, compute(ofBytes(9)))).body).toHaveLength(9)
})

test('an answer is not kept longer than its time', async () => {
  const cache = new AnswerCache()
  await cache.get('a', 5, compute(ofBytes(9)))
  await expect.poll(() => cache.find('a')).toBeUndefined()
})

import { expect, test } from 'vitest'
import { ALL, choose, chooseOnly, idsOf, readChoice, writeChoice } from './choice.ts'

const placement = (n: number) => ({
  placement_id: `0199aaaa-0000-7000-8000-${(n * 0x9e3779b9).toString(16).padStart(12, '0').slice(-12)}`,
  placement_key: `shelf_${n}`,
})
const all = Array.from({ length: 500 }, (_, n) => placement(n))
const ids = all.map(({ placement_id: id }) => id)

test('a placement is removed and added again; the last one cannot be removed', () => {
  const [a, b] = [all[0]!, all[1]!]
  const without = choose(ALL, [a, b], [a.placement_id], false)
  expect(idsOf(without, [a, b])).toEqual([b.placement_id])
  expect(choose(without, [a, b], [b.placement_id], false)).toEqual(without)
  expect(idsOf(choose(without, [a, b], [a.placement_id], true), [a, b])).toEqual([])
})

test.each([1, 50, 249, 250, 251, 450, 499])('%i of 500 come back from an address of at most 3 KB', (size) => {
  const chosen = ids.filter((_, i) => (i * 7) % 500 < size)
  const params = new URLSearchParams()
  writeChoice(chooseOnly(all, chosen), params)
  expect(params.toString().length).toBeLessThan(3072)
  expect(idsOf(readChoice(new URLSearchParams(params.toString())), all)).toEqual(chosen)
})

test('keys and full ids also name placements; unknown names are passed on, so that the API rejects them', () => {
  const read = (query: string) => idsOf(readChoice(new URLSearchParams(query)), all)
  expect(read('placements=shelf_3')).toEqual([ids[3]])
  expect(read(`placements=${ids[4]},${ids[4]}`)).toEqual([ids[4]])
  expect(read('placements=nowhere')).toEqual(['nowhere'])
  expect(read('without=shelf_3')).toHaveLength(499)
})

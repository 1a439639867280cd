import { expect, test } from 'vitest'
import { groupMismatches, reasonsIn } from './mismatchGroups.ts'

const row = (hour: string, impressions: number, change: object = {}) => ({
  ...{ hour, impressions, package_id: 'a', package_name: 'A', merchant_name: 'M', merchant_ref: null },
  ...{ placement_id: 'p', reason: 'after_end' as const, ...change },
})

test('hours of a package, placement and reason are one row, the largest first', () => {
  const groups = groupMismatches([
    row('2026-12-01T10:00:00.000Z', 2),
    row('2026-12-01T08:00:00.000Z', 3),
    row('2026-12-01T09:00:00.000Z', 9, { reason: 'unknown_package', package_id: null, package_name: null }),
    row('2026-12-01T09:00:00.000Z', 1, { placement_id: 'q' }),
  ])
  expect(groups.map(({ reason, placementId, impressions }) => `${reason} ${placementId} ${impressions}`)).toEqual([
    ...['unknown_package p 9', 'after_end p 5', 'after_end q 1'],
  ])
  expect(groups[1]).toMatchObject({
    firstHour: '2026-12-01T08:00:00.000Z',
    lastHour: '2026-12-01T10:00:00.000Z',
  })
  expect(reasonsIn(groups)).toEqual([
    ['unknown_package', 9],
    ['after_end', 6],
  ])
  expect(groupMismatches([])).toEqual([])
})

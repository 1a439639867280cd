import { expect, test } from 'vitest'
import { testPackage } from './testPackage.ts'
import { waterfallSteps } from './waterfall.ts'

const { delivery } = testPackage()
const lines = (sold: Parameters<typeof waterfallSteps>[0]) =>
  waterfallSteps(sold).map(({ label, count, kind }) => `${kind === 'taken' ? '− ' : ''}${label} ${count}`)
const waterfall = {
  ...{ received: 100, flagged: 5, counted: 85 },
  mismatched: [{ reason: 'after_end', impressions: 10 } as const],
}
const clicks = { received: 9, flagged: 1, repeated: 2, counted: 6 }

test('impressions fall from what was stamped to what is billed', () => {
  const billed = { ...delivery, delivered_units: 85, billed_units: 80, free_units: 5, viewable: 60 }
  expect(lines({ waterfall, clicks, billing_basis: 'in_view', delivery: billed })).toEqual([
    ...['Stamped impressions 100', '− Suspected invalid traffic 5', '− After the end of the flight 10'],
    ...['Counted impressions 85', '− Free of charge 5', 'Billed 80'],
  ])
})

test('viewable impressions and clicks go on from there, and what is 0 is left out', () => {
  const viewable = { ...delivery, viewable: 60, billed_units: 60 }
  expect(lines({ waterfall, clicks, billing_basis: 'viewable', delivery: viewable }).slice(3)).toEqual([
    ...['Counted impressions 85', '− Not viewable 25', 'Viewable 60', 'Billed 60'],
  ])
  expect(
    lines({ waterfall, clicks, billing_basis: 'click', delivery: { ...delivery, billed_units: 6 } }).slice(4),
  ).toEqual([
    ...['Clicks on them 9', '− Suspected invalid traffic 1', '− Repeated clicks 2', 'Counted clicks 6', 'Billed 6'],
  ])
})

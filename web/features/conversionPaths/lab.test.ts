import { labOf } from '@bx/contracts/metrics/attributionLab'
import { expect, test } from 'vitest'
import type { ConversionPaths } from '../../lib/endpoints.ts'
import { labAnswer } from './lab.ts'

const credits = (decisive_touch: number, first_touch: number) => ({
  ...{ decisive_touch, first_touch, linear: decisive_touch, time_decay: decisive_touch },
  ...{ position_based: decisive_touch, any_touch: 99 },
})

function paths(...rows: [name: string, decisive: number, first: number][]): ConversionPaths {
  const conversions = rows.reduce((sum, [, decisive]) => sum + decisive, 0)
  return {
    data: {
      placements: rows.map(([name]) => ({ placement_id: name, placement_name: name })),
      models: {
        rows: rows.map(([name, decisive, first]) => ({
          ...{ placement_id: name, placement_name: name, credits: credits(decisive, first) },
        })),
        totals: { conversions: conversions + 15 },
        unattributed: { conversions: 15 },
      },
    },
  } as unknown as ConversionPaths
}

const none = { markov: null, shapley: null }

test('each column shares the sales with a touch; cells differ by points of share', () => {
  const lab = labOf(paths(['Page', 30, 10], ['Home', 10, 30]), none)
  expect(lab.credited).toBe(40)
  expect(lab.rows[0]!.cells.first_touch).toEqual({ credit: 10, share: 25, points: -50 })
  expect(lab.rows[0]).toMatchObject({ spread: 50, cells: { markov: null } })
})

test('the sentence is made from the figures shown', () => {
  expect(labAnswer(labOf(paths(['Page', 118, 24], ['Home', 48, 131]), none))).toEqual({
    lead: 'The model changes the answer.',
    rest: 'Page leads by decisive touch (118 of 166 sales), Home by first touch (131).',
  })
  expect(labAnswer(labOf(paths(['Page', 6, 5], ['Home', 4, 5]), none))).toEqual({
    lead: 'Page leads under every model.',
    rest: 'Page leads by decisive touch (6 of 10 sales). The share of Page differs most: by 10.0 points.',
  })
  expect(labAnswer(labOf(paths(), none)).lead).toBe('No sale in these days had an impression before it.')
})

test('computed models are columns of their own, also for placements that no rule credits', () => {
  const lab = labOf(paths(['Page', 3, 3]), {
    markov: new Map([
      ['Page', 2],
      ['Home', 1],
    ]),
    shapley: null,
  })
  expect(lab.rows.map(({ id, cells }) => [id, cells.markov?.credit, cells.decisive_touch?.credit])).toEqual([
    ['Page', 2, 3],
    ['Home', 1, 0],
  ])
})

import postgres from 'postgres'
import { afterAll, expect, inject, test } from 'vitest'
import { readAnswers } from '../support/story/answers.ts'
import type { Figures } from '../support/story/figures.ts'
import { readRollups } from '../support/story/rollups.ts'
import { countRows } from '../support/story/rows.ts'
import { printed, readScreens } from '../support/story/screens.ts'
import { beginStory, person, type Story } from '../support/story/story.ts'
import { useBrowser, type Visit } from '../support/visit.ts'

// Figures on six screens, their explanations and files, API answers, rollups and raw rows: every layer has exactly the same values.

const { visit } = useBrowser()
const sql = postgres(inject('productDatabaseUrl'), { max: 2, onnotice: () => {} })
afterAll(() => sql.end({ timeout: 1 }))

/** What story.ts sends, added up by a person. */
const FIRST: Figures = {
  placement: {
    ...{ impressions: 9, viewable: 7, reach: 4, visitors: 2, merchantsShown: 7, sessions: 5, filled: 7, available: 8 },
    ...{ clicks: 2, sales: 3, commission: 90_345n, rejected: 1, assisted: 4 },
  },
  merchant: {
    ...{ impressions: 10, viewable: 7, reach: 4, visitors: 2, clicks: 3, sales: 3, commission: 55_345n, rejected: 1 },
    unattributed: { no_exposure: [1, 40_000n], unknown_click: [1, 20_000n] },
    ...{ unattributedClicks: 1, repeatedClicks: 1 },
  },
  paths: { sales: 5, commission: 115_345n, medianSeconds: 90 * 60 },
  owners: [7, 2],
}

test('figures on the screens are the rows, to the unit, and each moves with one more event', {
  timeout: 240_000,
}, async () => {
  const analyst = await visit({ signedIn: true, viewport: { width: 2200, height: 1000 } })
  const story = await beginStory(analyst.request)
  await expectEveryLayer(analyst, story, FIRST)

  const fay = person('member')
  const seen = story.shown(fay, '1 15:00:00')
  const clicked = story.clicked(fay, '1 15:10:00', { exposure_event_id: seen.event_id })
  const more = { click_id: clicked.click_id, commission_amount: '2.10' }
  const sold = story.sold('1007', fay, '1 15:45:00', more)
  await story.send({ exposures: [seen], clicks: [clicked], sales: [sold] })
  const second = {
    placement: plus(FIRST.placement, {
      ...{ impressions: 1, viewable: 1, reach: 1, merchantsShown: 1, sessions: 1, clicks: 1, sales: 1, assisted: 1 },
      commission: 21_000n,
    }),
    merchant: plus(FIRST.merchant, {
      ...{ impressions: 1, viewable: 1, reach: 1, clicks: 1, sales: 1, commission: 21_000n },
    }),
    // 31, 45, 90 and 300 minutes.
    paths: { sales: 6, commission: 136_345n, medianSeconds: 67.5 * 60 },
    owners: [8, 2],
  } as const
  await expectEveryLayer(analyst, story, second)

  await story.send({ sales: [{ ...sold, status: 'rejected' }] })
  await expectEveryLayer(analyst, story, {
    placement: plus(second.placement, { sales: -1, commission: -21_000n, assisted: -1, rejected: 1 }),
    merchant: plus(second.merchant, { sales: -1, commission: -21_000n, rejected: 1 }),
    paths: FIRST.paths,
    owners: [8, 2],
  })
  expect(analyst.errors).toEqual([])
})

/** The same figures from the rows up to the screens, soon after they were sent. */
async function expectEveryLayer({ page, request }: Visit, story: Story, figures: Figures): Promise<void> {
  const soon = { timeout: 60_000, interval: 500 }
  await expect.poll(() => countRows(sql, story), soon).toEqual(figures)
  await expect.poll(() => readRollups(sql, story), soon).toEqual(figures)
  await expect.poll(() => readAnswers(request, story), soon).toEqual(figures)
  expect(await readScreens(page, story)).toEqual(printed(figures, story))
}

function plus<T extends object>(counts: T, more: Partial<Record<keyof T, number | bigint>>): T {
  const sums = Object.entries(more).map(([key, value]) => {
    const was = counts[key as keyof T]
    return [key, typeof was === 'bigint' ? was + BigInt(value as bigint) : Number(was) + Number(value)]
  })
  return { ...counts, ...Object.fromEntries(sums) }
}

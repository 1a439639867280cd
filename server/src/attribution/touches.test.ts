import { MAX_TOUCHES } from '@bx/contracts/metrics/touches'
import { describe, expect, test } from 'vitest'
import { attributeConversion, type Evidence } from './attributeConversion.ts'

// What a sale is shared out over: its touches, which of them is decisive, and which are not kept.

const windows = { clickMs: 10, conversionMs: 10_000, aheadMs: 2 }
const SALE = { at: 5000, merchantId: 'm1', userId: 'u1', clickId: null }
const touch = (eventId: string, at: number, placementId = 'p1') => ({
  ...{ eventId, at, day: '2026-11-22', placementId, packageId: null },
})
const seen = (eventId: string, at: number, placementId = 'p1') => ({
  ...touch(eventId, at, placementId),
  ...{ userId: 'u1', sessionId: 's1', merchantId: 'm1', viewable: true, flagged: false },
})
const click = (clickId: string, at: number, exposure: ReturnType<typeof touch>) => ({
  ...{ clickId, at, userId: 'u1', merchantId: 'm1', exposure },
})
const attribute = (
  evidence: Partial<Evidence>,
  sale: Partial<Omit<typeof SALE, 'clickId'>> & { clickId?: string } = {},
) =>
  attributeConversion({ ...SALE, ...sale }, { named: null, clicks: [], exposures: [], kept: [], ...evidence }, windows)

describe('the touches of a sale', () => {
  test('are its impressions by time, then by id, each once, clicked where a click credits it', () => {
    const found = attribute({
      exposures: [seen('c', 30), seen('b', 20), seen('a', 20)],
      clicks: [click('k', 40, touch('b', 20))],
    })
    expect(found).toMatchObject({ decisive: 'b', dropped: null, reason: null })
    expect(found.touches).toEqual([
      { ...touch('a', 20), clicked: false },
      { ...touch('b', 20), clicked: true },
      { ...touch('c', 30), clicked: false },
    ])
  })

  test('include what was found before its rows went, and what the named click credits', () => {
    const kept = [{ ...touch('old', 1), clicked: false }]
    const named = { at: 90, flagged: false, placementId: 'p1', exposure: touch('n', 80) }
    const found = attribute({ kept, named, exposures: [seen('e', 50)] }, { clickId: 'k' })
    expect(found.decisive).toBe('n')
    expect(found.touches.map(({ eventId, clicked }) => [eventId, clicked])).toEqual([
      ['old', false],
      ['e', false],
      ['n', true],
    ])
  })

  test('are none where the sale is not attributed', () => {
    expect(attribute({})).toEqual({
      touchType: null,
      decisive: null,
      reason: 'no_exposure',
      touches: [],
      dropped: null,
    })
  })

  test('beyond the most that are kept lose the earliest, but never the first or the decisive one', () => {
    const exposures = Array.from({ length: MAX_TOUCHES + 2 }, (_, i) => seen(`e${i}`, i + 1, `p${i}`))
    const whole = attribute({ exposures: exposures.slice(0, MAX_TOUCHES) })
    expect([whole.touches.length, whole.dropped]).toEqual([MAX_TOUCHES, null])
    const cut = attribute({ exposures, clicks: [click('k', 9, touch('e1', 2, 'p1'))] })
    expect(cut.decisive).toBe('e1')
    expect(cut.touches).toHaveLength(MAX_TOUCHES)
    expect(cut.touches.slice(0, 3).map(({ eventId }) => eventId)).toEqual(['e0', 'e1', 'e4'])
    expect(cut.dropped).toEqual(['p2', 'p3'])
  })
})

describe('the decisive touch', () => {
  test('is that of the last click, of two at one moment that with the greater id, any order they are read in', () => {
    const clicks = [click('k2', 60, touch('b', 20)), click('k1', 60, touch('a', 30)), click('k0', 50, touch('c', 40))]
    for (const read of [clicks, clicks.toReversed()])
      expect(attribute({ clicks: read })).toMatchObject({ decisive: 'b', touchType: 'click' })
  })

  test('is not of a click of somebody else, of another merchant, or outside the window', () => {
    const of = (change: object) =>
      attribute({ clicks: [{ ...click('k', 60, touch('b', 20)), ...change }], exposures: [seen('e', 10)] }).decisive
    expect([of({}), of({ userId: 'u2' }), of({ merchantId: 'm2' }), of({ at: 5001 })]).toEqual(['b', 'e', 'e', 'e'])
    const late = { at: 20_000 }
    expect(attribute({ clicks: [click('k', 60, touch('b', 20))] }, late).reason).toBe('no_exposure')
  })

  test('of touches found earlier is the last that was clicked, else the last', () => {
    const kept = [
      { ...touch('a', 1), clicked: true },
      { ...touch('b', 2), clicked: false },
    ]
    expect(attribute({ kept })).toMatchObject({ decisive: 'a', touchType: 'click' })
    expect(attribute({ kept: kept.slice(1) })).toMatchObject({ decisive: 'b', touchType: 'view' })
  })

  test('is of no other placement than the named click says', () => {
    const named = { at: 90, flagged: false, placementId: 'p2', exposure: null }
    const kept = [{ ...touch('a', 1), clicked: true }]
    expect(attribute({ named, kept }, { clickId: 'k' })).toMatchObject({ reason: 'click_without_exposure' })
    const elsewhere = [...kept, { ...touch('b', 2, 'p2'), clicked: false }]
    expect(attribute({ named, kept: elsewhere }, { clickId: 'k' })).toMatchObject({ decisive: 'b', touchType: 'view' })
  })
})

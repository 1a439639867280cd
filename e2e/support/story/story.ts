import { createHash, randomUUID } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { expect, inject } from 'vitest'

// Two placements and two merchants that only the test knows, and what five people saw, clicked and bought on the two days
// before today: sent over the public API with a server key, which takes events of the last 72 hours.

export interface Story {
  readonly placement: { readonly id: string; readonly name: string }
  readonly merchant: { readonly id: string; readonly name: string }
  readonly other: { readonly id: string; readonly name: string }
  /** First and last day, which live traffic no longer changes. */
  readonly days: readonly [start: string, end: string]
  readonly timeZone: string
  send(events: Events): Promise<void>
  at(day: 0 | 1, time: string): string
  shown(who: Person, time: string, more?: object): Event
  clicked(who: Person, time: string, more?: object): Event
  sold(number: string, who: Person, time: string, more: object): Event
}

type Event = Readonly<Record<string, unknown>>
export interface Events {
  readonly exposures?: readonly Event[]
  readonly renders?: readonly Event[]
  readonly clicks?: readonly Event[]
  readonly sales?: readonly Event[]
}

export interface Person {
  readonly user_id: string
  readonly session_id: string
}

/** Members are sent as 64 hex digits, visitors as a UUID. */
export function person(kind: 'member' | 'visitor'): Person {
  const user_id = kind === 'visitor' ? randomUUID() : createHash('sha256').update(randomUUID()).digest('hex')
  return { user_id, session_id: randomUUID() }
}

/** Makes the dimensions and sends the first part. */
export async function beginStory(request: APIRequestContext): Promise<Story> {
  const tag = randomUUID().slice(0, 8)
  const make = async (path: string, data: object) => {
    const answer = await request.post(path, { data })
    expect(answer.status(), await answer.text()).toBe(201)
    return ((await answer.json()) as { data: { placement_id: string; merchant_id: string } }).data
  }
  const placementOf = async (name: string, max_slots: number) => {
    const placement_name = `${name} ${tag}`
    const data = { placement_key: `${name}_${tag}`, placement_name, max_slots, max_slots_from: '2026-01-01' }
    return { id: (await make('/api/placements', data)).placement_id, name: placement_name }
  }
  const merchantOf = async (name: string) => {
    const data = { merchant_ref: `${name}-${tag}`, merchant_name: `${name} ${tag}`, category: null }
    return { id: (await make('/api/merchants', data)).merchant_id, name: data.merchant_name }
  }
  const [placement, second] = [await placementOf('Alpha', 4), await placementOf('Beta', 3)]
  const [merchant, other] = [await merchantOf('Shop'), await merchantOf('Other')]
  const story = { placement, merchant, other, ...(await daysOf(request)), ...eventsOf(placement.id, merchant.id) }
  const at = (day: 0 | 1, time: string) => `${story.days[day]}T${time}Z`
  const send = (events: Events) => sendAll(request, events, (time) => at(...dayOf(time)))
  const whole = { ...story, at, send }
  await send(firstPart(whole, second.id))
  return whole
}

/** `day time`, such as `1 10:00:00`. */
function dayOf(time: string): [0 | 1, string] {
  const [day, clock] = time.split(' ') as ['0' | '1', string]
  return [day === '0' ? 0 : 1, clock]
}

/** The last two whole days of the reporting zone. */
async function daysOf(request: APIRequestContext): Promise<Pick<Story, 'days' | 'timeZone'>> {
  const answer = await request.get('/api/analytics/placements/overview?range=7d&compare=none')
  const { meta } = (await answer.json()) as { meta: { end: string; time_zone: string } }
  const before = (days: number) => new Date(Date.parse(meta.end) - days * 86_400_000).toISOString().slice(0, 10)
  return { days: [before(2), before(1)], timeZone: meta.time_zone }
}

function eventsOf(placement_id: string, merchant_id: string) {
  return {
    shown: (who: Person, timestamp: string, more = {}) => ({
      ...{ event_id: randomUUID(), merchant_id, placement_id, exposure_unit_id: randomUUID(), exposure_type: 'card' },
      ...{
        ...who,
        timestamp,
        rank_position: 0,
        is_clickable: true,
        algorithm_version: 'story',
        viewable: true,
        ...more,
      },
    }),
    clicked: (who: Person, timestamp: string, more = {}) => {
      return { click_id: randomUUID(), merchant_id, ...who, timestamp, ...more }
    },
    sold: (conversion_id: string, who: Person, timestamp: string, more: object) => ({
      ...{ conversion_id, merchant_id, user_id: who.user_id, timestamp, order_amount: '100', currency: 'GBP' },
      ...{ status: 'pending', ...more },
    }),
  }
}

function firstPart(story: Pick<Story, 'shown' | 'clicked' | 'sold' | 'other' | 'placement'>, second: string): Events {
  const { shown, clicked, sold } = story
  const [ann, ben, eve] = [person('member'), person('member'), person('member')]
  const [cat, dan] = [person('visitor'), person('visitor')]
  const there = { placement_id: second }
  const other = { merchant_id: story.other.id }
  const [annSees, benSees] = [shown(ann, '1 10:00:00'), shown(ben, '1 11:00:00', { ...there, viewable: false })]
  const annClicks = clicked(ann, '1 10:01:00', { exposure_event_id: annSees.event_id })
  const catClicks = clicked(cat, '1 10:20:00', { placement_id: story.placement.id })
  const list = { ...ann, placement_id: story.placement.id, timestamp: '1 10:00:00', slots_available: 4 }
  return {
    exposures: [
      ...[shown(ann, '0 10:00:00'), annSees, shown(ann, '1 10:30:00', { viewable: false })],
      ...[shown(ben, '1 10:00:00'), shown(cat, '1 10:00:00'), shown(cat, '1 10:10:00', { viewable: null })],
      ...[shown(dan, '1 11:00:00'), shown(ann, '1 11:00:00', there), benSees, shown(cat, '1 11:00:00', there)],
      ...[shown(ann, '1 10:00:00', other), shown(ben, '1 12:00:00', other)],
    ],
    renders: [3, 4].map((slots_filled) => ({ render_id: randomUUID(), ...list, user_id: undefined, slots_filled })),
    clicks: [
      ...[annClicks, clicked(ben, '1 11:02:00', { exposure_event_id: benSees.event_id }), catClicks],
      // The same click once more, and one of a person who saw nothing.
      ...[clicked(cat, '1 10:20:04', { placement_id: story.placement.id }), clicked(eve, '1 12:00:00')],
    ],
    sales: [
      sold('1001', ann, '1 10:31:00', { click_id: annClicks.click_id, commission_amount: '1.2345' }),
      sold('1002', ben, '1 12:30:00', { commission_amount: '3.5', status: 'confirmed' }),
      sold('1003', dan, '1 16:00:00', { commission_amount: '0.80' }),
      sold('1004', cat, '1 13:00:00', { click_id: randomUUID(), commission_amount: '2' }),
      sold('1005', eve, '1 13:00:00', { commission_amount: '4' }),
      sold('1006', cat, '1 14:00:00', {
        ...{ click_id: catClicks.click_id, commission_amount: '9.99', status: 'rejected' },
      }),
      // Another merchant's network uses the same number.
      sold('1001', ann, '1 14:00:00', { ...other, commission_amount: '7' }),
    ],
  }
}

async function sendAll(request: APIRequestContext, events: Events, at: (time: string) => string): Promise<void> {
  const timed = (rows: readonly Event[] = []) => rows.map((row) => ({ ...row, timestamp: at(String(row.timestamp)) }))
  const [exposures, renders, clicks, sales] = [events.exposures, events.renders, events.clicks, events.sales].map(timed)
  await post('/api/exposure/batch', { events: exposures, renders })
  await post('/api/click/batch', { events: clicks })
  await post('/api/conversion/batch', { events: sales })

  async function post(path: string, data: object) {
    const headers = { authorization: `Bearer ${inject('demo').server_key}` }
    const answer = await request.post(path, { data, headers })
    expect(await answer.json(), path).toMatchObject({ rejected: [] })
  }
}

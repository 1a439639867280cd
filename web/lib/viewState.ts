import { MODELS, type Model } from '@bx/contracts/metrics/creditModels'

// The state of a view in its URL: a link gives a colleague the same screen.

export interface ViewState {
  /** `default`: none is named in the URL, so each page shows its own. */
  readonly range: 'default' | '7d' | '30d' | 'custom'
  /** Days, both included; only with range 'custom'. */
  readonly start: string | null
  readonly end: string | null
  readonly compare: 'prev' | 'year' | 'none'
  readonly traffic: 'net' | 'gross'
  /** Column, with a minus for descending; null is the default order of the view. */
  readonly sort: string | null
  readonly filter: string
  readonly tier: 'all' | 'high_value' | 'standard'
  /** The placement or merchant of a detail view; null lets the view choose. */
  readonly id: string | null
  /** Days averaged in the 24-hour chart. */
  readonly hours: 'all' | 'weekdays' | 'weekend'
  /** Merchants not shown for a week, or all. */
  readonly seen: 'all' | 'not_7d'
  /** Merchants of this category; '' for those without one, null for all. */
  readonly category: string | null
  /** Credit model. */
  readonly model: Model
  readonly tab: 'flow' | 'lab'
  /** Only paths with a touch on this placement. */
  readonly through: string | null
  /** Page of a table; the first is 1. */
  readonly page: number
  /** Only the placements of a simulator warning. */
  readonly warning: string | null
}

/** What `writeViewState` may write. */
export const VIEW_KEYS = [
  ...['id', 'range', 'start_date', 'end_date', 'compare', 'traffic', 'sort', 'q', 'tier', 'hours', 'seen', 'model'],
  ...['tab', 'through', 'page', 'warning', 'category'],
] as const

const DAY = /^\d{4}-\d\d-\d\d$/

/** Reads a URL; invalid values fall back to the default. */
export function readViewState(params: URLSearchParams): ViewState {
  const [start, end] = [params.get('start_date'), params.get('end_date')]
  const isCustom = start !== null && end !== null && DAY.test(start) && DAY.test(end) && start <= end
  return {
    range: isCustom ? 'custom' : oneOf(params.get('range'), ['default', '7d', '30d']),
    start: isCustom ? start : null,
    end: isCustom ? end : null,
    compare: oneOf(params.get('compare'), ['prev', 'year', 'none']),
    traffic: oneOf(params.get('traffic'), ['net', 'gross']),
    sort: /^-?[a-z0-9_]+$/.test(params.get('sort') ?? '') ? params.get('sort') : null,
    filter: params.get('q') ?? '',
    tier: oneOf(params.get('tier'), ['all', 'high_value', 'standard']),
    id: params.get('id') || null,
    hours: oneOf(params.get('hours'), ['all', 'weekdays', 'weekend']),
    seen: oneOf(params.get('seen'), ['all', 'not_7d']),
    category: params.get('category'),
    model: oneOf(params.get('model'), MODELS),
    tab: oneOf(params.get('tab'), ['flow', 'lab']),
    through: params.get('through') || null,
    page: Math.max(1, Math.trunc(Number(params.get('page'))) || 1),
    warning: params.get('warning') || null,
  }
}

/** Writes the query of a URL; defaults are omitted. */
export function writeViewState(state: ViewState): string {
  const params = new URLSearchParams()
  if (state.id !== null) params.set('id', state.id)
  if (state.range === 'custom' && state.start !== null && state.end !== null) {
    params.set('start_date', state.start)
    params.set('end_date', state.end)
  } else if (state.range === '7d' || state.range === '30d') params.set('range', state.range)
  if (state.compare !== 'prev') params.set('compare', state.compare)
  if (state.traffic !== 'net') params.set('traffic', state.traffic)
  if (state.sort !== null) params.set('sort', state.sort)
  if (state.filter !== '') params.set('q', state.filter)
  if (state.tier !== 'all') params.set('tier', state.tier)
  if (state.hours !== 'all') params.set('hours', state.hours)
  if (state.seen !== 'all') params.set('seen', state.seen)
  if (state.category !== null) params.set('category', state.category)
  if (state.model !== 'decisive_touch') params.set('model', state.model)
  if (state.tab !== 'flow') params.set('tab', state.tab)
  if (state.through !== null) params.set('through', state.through)
  if (state.page > 1) params.set('page', String(state.page))
  if (state.warning !== null) params.set('warning', state.warning)
  return params.toString()
}

/** The URL of another page about the same days: it keeps range, compare, traffic and model only. */
export function sameDays(path: string, { range, start, end, compare, traffic, model }: ViewState, id?: string): string {
  const query = writeViewState({
    ...readViewState(new URLSearchParams()),
    range,
    start,
    end,
    compare,
    traffic,
    model,
    id: id ?? null,
  })
  return query === '' ? path : `${path}?${query}`
}

/**
 * The part of the state that is sent to the API.
 * @param byDefault the days of a page that does not start with the last 7
 */
export function rangeQuery({ range, start, end, compare, traffic }: ViewState, byDefault: Days | null = null) {
  const days =
    range === 'default' ? byDefault : range === 'custom' && start !== null && end !== null ? { start, end } : null
  return days === null
    ? { range: range === '30d' ? ('30d' as const) : ('7d' as const), compare, traffic }
    : { start_date: days.start, end_date: days.end, compare, traffic }
}

/** First and last day, both included. */
interface Days {
  readonly start: string
  readonly end: string
}

/** The value if it is allowed, else the first allowed one. */
function oneOf<const T extends string>(value: string | null, allowed: readonly T[]): T {
  return allowed.find((candidate) => candidate === value) ?? allowed[0]!
}

// What a view shows, as its URL says it: a link gives a colleague the same screen.

export interface ViewState {
  readonly range: '7d' | '30d' | 'custom'
  /** Days, both included; only with range 'custom'. */
  readonly start: string | null
  readonly end: string | null
  readonly compare: 'prev' | 'year' | 'none'
  readonly traffic: 'net' | 'gross'
  /** Column, with a minus for descending; null is the view's own order. */
  readonly sort: string | null
  readonly filter: string
  readonly tier: 'all' | 'high_value' | 'standard'
  /** The placement, merchant or key that the view is about. */
  readonly id: string | null
  readonly shown: 'all' | 'seen' | 'unseen'
  readonly hours: 'all' | 'weekday' | 'weekend'
  /** From 1. */
  readonly page: number
  readonly tab: string | null
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** Reads a URL; what makes no sense falls back to the default. */
export function readViewState(params: URLSearchParams): ViewState {
  const [start, end] = [params.get('start_date'), params.get('end_date')]
  const isCustom = start !== null && end !== null && DAY.test(start) && DAY.test(end) && start <= end
  return {
    range: isCustom ? 'custom' : oneOf(params.get('range'), ['7d', '30d']),
    start: isCustom ? start : null,
    end: isCustom ? end : null,
    compare: oneOf(params.get('compare'), ['prev', 'year', 'none']),
    traffic: oneOf(params.get('traffic'), ['net', 'gross']),
    sort: /^-?[a-z_]+$/.test(params.get('sort') ?? '') ? params.get('sort') : null,
    filter: params.get('q') ?? '',
    tier: oneOf(params.get('tier'), ['all', 'high_value', 'standard']),
    id: params.get('id'),
    shown: oneOf(params.get('shown'), ['all', 'seen', 'unseen']),
    hours: oneOf(params.get('hours'), ['all', 'weekday', 'weekend']),
    page: Math.max(1, Number.parseInt(params.get('page') ?? '1', 10) || 1),
    tab: params.get('tab'),
  }
}

/** Writes a URL's query; defaults are left out. */
export function writeViewState(state: ViewState): string {
  const params = new URLSearchParams()
  if (state.id !== null) params.set('id', state.id)
  if (state.tab !== null) params.set('tab', state.tab)
  if (state.range === 'custom' && state.start !== null && state.end !== null) {
    params.set('start_date', state.start)
    params.set('end_date', state.end)
  } else if (state.range === '30d') params.set('range', '30d')
  if (state.compare !== 'prev') params.set('compare', state.compare)
  if (state.traffic !== 'net') params.set('traffic', state.traffic)
  if (state.sort !== null) params.set('sort', state.sort)
  if (state.filter !== '') params.set('q', state.filter)
  if (state.tier !== 'all') params.set('tier', state.tier)
  if (state.shown !== 'all') params.set('shown', state.shown)
  if (state.hours !== 'all') params.set('hours', state.hours)
  if (state.page > 1) params.set('page', String(state.page))
  return params.toString()
}

/** The part that goes along to another view: its range, comparison and traffic. */
export function carriedQuery(state: ViewState, id: string | null = null): string {
  const query = writeViewState({
    ...state,
    ...{ id, sort: null, filter: '', tier: 'all', shown: 'all', hours: 'all', page: 1, tab: null },
  })
  return query === '' ? '' : `?${query}`
}

/** The part of it that the API is asked with. */
export function rangeQuery({ range, start, end, compare, traffic }: ViewState) {
  return range === 'custom' && start !== null && end !== null
    ? { start_date: start, end_date: end, compare, traffic }
    : { range: range === '30d' ? ('30d' as const) : ('7d' as const), compare, traffic }
}

/** The value when it is allowed, else the first one. */
function oneOf<const T extends string>(value: string | null, allowed: readonly T[]): T {
  return allowed.find((candidate) => candidate === value) ?? allowed[0]!
}

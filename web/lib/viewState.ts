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
  }
}

/** Writes a URL's query; defaults are left out. */
export function writeViewState(state: ViewState): string {
  const params = new URLSearchParams()
  if (state.range === 'custom' && state.start !== null && state.end !== null) {
    params.set('start_date', state.start)
    params.set('end_date', state.end)
  } else if (state.range === '30d') params.set('range', '30d')
  if (state.compare !== 'prev') params.set('compare', state.compare)
  if (state.traffic !== 'net') params.set('traffic', state.traffic)
  if (state.sort !== null) params.set('sort', state.sort)
  if (state.filter !== '') params.set('q', state.filter)
  if (state.tier !== 'all') params.set('tier', state.tier)
  return params.toString()
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

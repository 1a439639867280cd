import type { Answer, Body, Endpoint, Query } from '@bx/contracts/endpoints/endpoint'
import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import type { staffLogin, staffLogout, staffMe } from '@bx/contracts/endpoints/staff'

// Method and path of the endpoints this app calls. Types only come from the contracts, so that no validator is sent to
// the browser; a path that differs from the contract's does not compile.

export interface Route<E extends Endpoint> {
  readonly method: E['method']
  readonly path: E['path']
  /** Carries the types; never there at run time. */
  readonly types?: { readonly answer: Answer<E>; readonly query: Query<E>; readonly body: Body<E> }
}

export const ENDPOINTS = {
  placementOverview: { method: 'GET', path: '/api/analytics/placements/overview' } as Route<typeof placementOverview>,
  staffLogin: { method: 'POST', path: '/api/staff/login' } as Route<typeof staffLogin>,
  staffLogout: { method: 'POST', path: '/api/staff/logout' } as Route<typeof staffLogout>,
  staffMe: { method: 'GET', path: '/api/staff/me' } as Route<typeof staffMe>,
}

export type PlacementOverview = Answer<typeof placementOverview>
export type PlacementOverviewRow = PlacementOverview['data']['rows'][number]
export type Me = Answer<typeof staffMe>['data']

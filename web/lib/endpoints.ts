import type { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import type { listMerchants, listPlacements } from '@bx/contracts/endpoints/dimensions'
import type { Answer, Body, Endpoint, Query } from '@bx/contracts/endpoints/endpoint'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import type { merchantSummary } from '@bx/contracts/endpoints/merchantSummary'
import type { listModelRuns, startModelRun } from '@bx/contracts/endpoints/modelRuns'
import type { opsStatus } from '@bx/contracts/endpoints/operations'
import type { merchantBenchmark, placementScorecard } from '@bx/contracts/endpoints/performance'
import type { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import type { simulate } from '@bx/contracts/endpoints/simulate'
import type { staffLogin, staffLogout, staffMe } from '@bx/contracts/endpoints/staff'
import type { readThresholds, writeThresholds } from '@bx/contracts/endpoints/thresholds'

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
  placementDeepDive: {
    method: 'GET',
    path: '/api/analytics/placements/{placement_id}/deep-dive',
  } as Route<typeof placementDeepDive>,
  merchantList: { method: 'GET', path: '/api/analytics/merchants' } as Route<typeof merchantList>,
  merchantSummary: {
    method: 'GET',
    path: '/api/analytics/merchants/{merchant_id}/summary',
  } as Route<typeof merchantSummary>,
  placementScorecard: { method: 'GET', path: '/api/analytics/placements/scorecard' } as Route<
    typeof placementScorecard
  >,
  merchantBenchmark: {
    method: 'GET',
    path: '/api/analytics/merchants/{merchant_id}/benchmark',
  } as Route<typeof merchantBenchmark>,
  conversionPaths: { method: 'GET', path: '/api/analytics/conversion-paths' } as Route<typeof conversionPaths>,
  startModelRun: { method: 'POST', path: '/api/attribution/model-runs' } as Route<typeof startModelRun>,
  listModelRuns: { method: 'GET', path: '/api/attribution/model-runs' } as Route<typeof listModelRuns>,
  readThresholds: { method: 'GET', path: '/api/settings/performance' } as Route<typeof readThresholds>,
  writeThresholds: { method: 'PUT', path: '/api/settings/performance' } as Route<typeof writeThresholds>,
  listPlacements: { method: 'GET', path: '/api/placements' } as Route<typeof listPlacements>,
  listMerchants: { method: 'GET', path: '/api/merchants' } as Route<typeof listMerchants>,
  simulate: { method: 'POST', path: '/api/commercial/simulate' } as Route<typeof simulate>,
  opsStatus: { method: 'GET', path: '/api/ops/status' } as Route<typeof opsStatus>,
  staffLogin: { method: 'POST', path: '/api/staff/login' } as Route<typeof staffLogin>,
  staffLogout: { method: 'POST', path: '/api/staff/logout' } as Route<typeof staffLogout>,
  staffMe: { method: 'GET', path: '/api/staff/me' } as Route<typeof staffMe>,
}

export type PlacementOverview = Answer<typeof placementOverview>
export type PlacementOverviewRow = PlacementOverview['data']['rows'][number]
export type PlacementDeepDive = Answer<typeof placementDeepDive>
export type MerchantList = Answer<typeof merchantList>
export type MerchantListRow = MerchantList['data']['rows'][number]
export type MerchantSummary = Answer<typeof merchantSummary>
export type MerchantSummaryRow = MerchantSummary['data']['placements'][number]
export type Scorecard = Answer<typeof placementScorecard>
export type ScorecardRow = Scorecard['data']['rows'][number]
export type Benchmark = Answer<typeof merchantBenchmark>
export type BenchmarkRow = Benchmark['data']['rows'][number]
export type ConversionPaths = Answer<typeof conversionPaths>
/** What reports about clicks and sales say beside their range. */
export type PerformanceMeta = Scorecard['meta']
/** What every report says about its range. */
export type ReportMeta = PlacementOverview['meta']
export type Simulation = Answer<typeof simulate>
export type SimulationRow = Simulation['data']['rows'][number]
export type OpsStatus = Answer<typeof opsStatus>['data']
export type Me = Answer<typeof staffMe>['data']

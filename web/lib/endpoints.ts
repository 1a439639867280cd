import type { listAudit } from '@bx/contracts/endpoints/auditLog'
import type { conversionPaths } from '@bx/contracts/endpoints/conversionPaths'
import type { Answer, Body, Endpoint, Query } from '@bx/contracts/endpoints/endpoint'
import type { listFailedWork, retryFailedWork } from '@bx/contracts/endpoints/failedWork'
import type { liveEvents } from '@bx/contracts/endpoints/liveEvents'
import type { merchantList } from '@bx/contracts/endpoints/merchantList'
import type { merchantSummary } from '@bx/contracts/endpoints/merchantSummary'
import type {
  createMerchant,
  createMerchantKey,
  listMerchants,
  revokeMerchantKey,
  updateMerchant,
  upsertMerchants,
} from '@bx/contracts/endpoints/merchants'
import type { cancelModelRun, listModelRuns, startModelRun } from '@bx/contracts/endpoints/modelRuns'
import type { listDeadLetters, opsStatus, replayDeadLetters } from '@bx/contracts/endpoints/operations'
import type {
  confirmSecondFactor,
  endOwnSessions,
  listOwnSessions,
  removeSecondFactor,
  startSecondFactor,
} from '@bx/contracts/endpoints/ownAccount'
import type { merchantBenchmark, placementScorecard } from '@bx/contracts/endpoints/performance'
import type { placementDeepDive } from '@bx/contracts/endpoints/placementDeepDive'
import type { placementOverview } from '@bx/contracts/endpoints/placementOverview'
import type {
  createPlacement,
  listPlacementSlots,
  listPlacements,
  updatePlacement,
} from '@bx/contracts/endpoints/placements'
import type { readSignInRules, writeSignInRules } from '@bx/contracts/endpoints/signInRules'
import type { simulate } from '@bx/contracts/endpoints/simulate'
import type { changePassword, staffLogin, staffLogout, staffMe } from '@bx/contracts/endpoints/staff'
import type {
  createStaff,
  endStaffSessions,
  listStaff,
  listStaffSessions,
  resetStaffPassword,
  resetStaffSecondFactor,
  updateStaff,
} from '@bx/contracts/endpoints/staffAccounts'
import type { readThresholds, writeThresholds } from '@bx/contracts/endpoints/thresholds'
import type {
  createWriteKey,
  listMerchantKeys,
  listWriteKeys,
  revokeWriteKey,
  updateWriteKey,
} from '@bx/contracts/endpoints/writeKeys'

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
  cancelModelRun: {
    method: 'POST',
    path: '/api/attribution/model-runs/{run_id}/cancel',
  } as Route<typeof cancelModelRun>,
  listModelRuns: { method: 'GET', path: '/api/attribution/model-runs' } as Route<typeof listModelRuns>,
  readThresholds: { method: 'GET', path: '/api/settings/performance' } as Route<typeof readThresholds>,
  writeThresholds: { method: 'PUT', path: '/api/settings/performance' } as Route<typeof writeThresholds>,
  listPlacements: { method: 'GET', path: '/api/placements' } as Route<typeof listPlacements>,
  listMerchants: { method: 'GET', path: '/api/merchants' } as Route<typeof listMerchants>,
  createPlacement: { method: 'POST', path: '/api/placements' } as Route<typeof createPlacement>,
  updatePlacement: { method: 'PATCH', path: '/api/placements/{placement_id}' } as Route<typeof updatePlacement>,
  listPlacementSlots: { method: 'GET', path: '/api/placements/{placement_id}/slots' } as Route<
    typeof listPlacementSlots
  >,
  createMerchant: { method: 'POST', path: '/api/merchants' } as Route<typeof createMerchant>,
  updateMerchant: { method: 'PATCH', path: '/api/merchants/{merchant_id}' } as Route<typeof updateMerchant>,
  upsertMerchants: { method: 'PUT', path: '/api/merchants' } as Route<typeof upsertMerchants>,
  createMerchantKey: { method: 'POST', path: '/api/merchants/{merchant_id}/api-keys' } as Route<
    typeof createMerchantKey
  >,
  revokeMerchantKey: { method: 'DELETE', path: '/api/merchants/{merchant_id}/api-keys' } as Route<
    typeof revokeMerchantKey
  >,
  listMerchantKeys: { method: 'GET', path: '/api/merchant-keys' } as Route<typeof listMerchantKeys>,
  listWriteKeys: { method: 'GET', path: '/api/write-keys' } as Route<typeof listWriteKeys>,
  createWriteKey: { method: 'POST', path: '/api/write-keys' } as Route<typeof createWriteKey>,
  updateWriteKey: { method: 'PATCH', path: '/api/write-keys/{key_id}' } as Route<typeof updateWriteKey>,
  revokeWriteKey: { method: 'DELETE', path: '/api/write-keys/{key_id}' } as Route<typeof revokeWriteKey>,
  listStaff: { method: 'GET', path: '/api/staff' } as Route<typeof listStaff>,
  createStaff: { method: 'POST', path: '/api/staff' } as Route<typeof createStaff>,
  updateStaff: { method: 'PATCH', path: '/api/staff/{email}' } as Route<typeof updateStaff>,
  resetStaffPassword: { method: 'POST', path: '/api/staff/{email}/password' } as Route<typeof resetStaffPassword>,
  resetStaffSecondFactor: {
    method: 'DELETE',
    path: '/api/staff/{email}/second-factor',
  } as Route<typeof resetStaffSecondFactor>,
  listStaffSessions: { method: 'GET', path: '/api/staff/{email}/sessions' } as Route<typeof listStaffSessions>,
  endStaffSessions: { method: 'POST', path: '/api/staff/{email}/sessions/end' } as Route<typeof endStaffSessions>,
  readSignInRules: { method: 'GET', path: '/api/settings/sign-in' } as Route<typeof readSignInRules>,
  writeSignInRules: { method: 'PUT', path: '/api/settings/sign-in' } as Route<typeof writeSignInRules>,
  listOwnSessions: { method: 'GET', path: '/api/staff/me/sessions' } as Route<typeof listOwnSessions>,
  endOwnSessions: { method: 'POST', path: '/api/staff/me/sessions/end' } as Route<typeof endOwnSessions>,
  startSecondFactor: { method: 'POST', path: '/api/staff/me/second-factor' } as Route<typeof startSecondFactor>,
  confirmSecondFactor: {
    method: 'POST',
    path: '/api/staff/me/second-factor/confirm',
  } as Route<typeof confirmSecondFactor>,
  removeSecondFactor: {
    method: 'POST',
    path: '/api/staff/me/second-factor/remove',
  } as Route<typeof removeSecondFactor>,
  changePassword: { method: 'POST', path: '/api/staff/password' } as Route<typeof changePassword>,
  listAudit: { method: 'GET', path: '/api/audit' } as Route<typeof listAudit>,
  simulate: { method: 'POST', path: '/api/commercial/simulate' } as Route<typeof simulate>,
  listDeadLetters: { method: 'GET', path: '/api/ops/dead-letters' } as Route<typeof listDeadLetters>,
  replayDeadLetters: { method: 'POST', path: '/api/ops/dead-letters/replay' } as Route<typeof replayDeadLetters>,
  liveEvents: { method: 'GET', path: '/api/ops/live' } as Route<typeof liveEvents>,
  listFailedWork: { method: 'GET', path: '/api/ops/failed-work' } as Route<typeof listFailedWork>,
  retryFailedWork: { method: 'POST', path: '/api/ops/failed-work/retry' } as Route<typeof retryFailedWork>,
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
export type DeadLetters = Answer<typeof listDeadLetters>
export type ReplayAnswer = Answer<typeof replayDeadLetters>
export type FailedWork = Answer<typeof listFailedWork>['data']['rows'][number]
export type OpsStatus = Answer<typeof opsStatus>['data']
export type Me = Answer<typeof staffMe>['data']
export type MerchantKey = Answer<typeof listMerchantKeys>['data'][number]
export type Placement = Answer<typeof listPlacements>['data'][number]
export type MerchantPage = Answer<typeof listMerchants>
export type Merchant = Answer<typeof listMerchants>['data'][number]
export type UpsertResult = Answer<typeof upsertMerchants>['data']
export type WriteKey = Answer<typeof listWriteKeys>['data'][number]
export type StaffAccount = Answer<typeof listStaff>['data'][number]
export type StaffSession = Answer<typeof listOwnSessions>['data'][number]
export type SignInRules = Answer<typeof readSignInRules>['data']
export type AuditRow = Answer<typeof listAudit>['data']['rows'][number]

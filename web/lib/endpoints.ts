import type { Answer, Body, Endpoint, Query } from '@bx/contracts/endpoints/endpoint'
import { type Endpoints, ROUTES } from '@bx/contracts/endpoints/routes'

// Method and path of every endpoint, with the types of its request and answer. No validator reaches the browser.

export interface Route<E extends Endpoint> {
  readonly method: E['method']
  readonly path: E['path']
  /** Types only; never present at run time. */
  readonly types?: { readonly answer: Answer<E>; readonly query: Query<E>; readonly body: Body<E> }
}

export const ENDPOINTS: { readonly [Name in keyof Endpoints]: Route<Endpoints[Name]> } = ROUTES

type AnswerOf<Name extends keyof Endpoints> = Answer<Endpoints[Name]>

export type PlacementOverview = AnswerOf<'placementOverview'>
export type PlacementOverviewRow = PlacementOverview['data']['rows'][number]
export type PlacementDeepDive = AnswerOf<'placementDeepDive'>
export type MerchantList = AnswerOf<'merchantList'>
export type MerchantListRow = MerchantList['data']['rows'][number]
export type MerchantSummary = AnswerOf<'merchantSummary'>
export type MerchantSummaryRow = MerchantSummary['data']['placements'][number]
export type Scorecard = AnswerOf<'placementScorecard'>
export type ScorecardRow = Scorecard['data']['rows'][number]
export type Benchmark = AnswerOf<'merchantBenchmark'>
export type BenchmarkRow = Benchmark['data']['rows'][number]
export type ConversionPaths = AnswerOf<'conversionPaths'>
/** Metadata of reports about clicks and sales. */
export type PerformanceMeta = Scorecard['meta']
/** Metadata of every report. */
export type ReportMeta = PlacementOverview['meta']
export type Simulation = AnswerOf<'simulate'>
export type SimulationRow = Simulation['data']['rows'][number]
export type SlotMix = AnswerOf<'slotMix'>
export type SlotMixRow = SlotMix['data']['rows'][number]
export type SlotMixDay = SlotMixRow['days'][number]
export type PricedQuote = AnswerOf<'price'>['data']
export type Quotes = AnswerOf<'listQuotes'>
export type Quote = Quotes['data'][number]
export type Proposal = AnswerOf<'readProposal'>['data']
export type CommercialRules = AnswerOf<'readCommercialRules'>['data']
export type Packages = AnswerOf<'listPackages'>
export type SoldPackage = Packages['data'][number]
export type OnePackage = AnswerOf<'readPackage'>['data']
export type PackagePacing = AnswerOf<'readPacing'>
export type WrapUp = AnswerOf<'readWrapUp'>['data']
export type Mismatch = AnswerOf<'listMismatches'>['data'][number]
export type CommercialOverview = AnswerOf<'commercialOverview'>
export type PackageChange = OnePackage['changes'][number]
export type DeadLetters = AnswerOf<'listDeadLetters'>
export type ReplayAnswer = AnswerOf<'replayDeadLetters'>
export type FailedWork = AnswerOf<'listFailedWork'>['data']['rows'][number]
export type OpsStatus = AnswerOf<'opsStatus'>['data']
export type Me = AnswerOf<'staffMe'>['data']
export type MerchantKey = AnswerOf<'listMerchantKeys'>['data'][number]
export type Placement = AnswerOf<'listPlacements'>['data'][number]
export type MerchantPage = AnswerOf<'listMerchants'>
export type Merchant = AnswerOf<'listMerchants'>['data'][number]
export type UpsertResult = AnswerOf<'upsertMerchants'>['data']
export type WriteKey = AnswerOf<'listWriteKeys'>['data'][number]
export type SlotTokenKey = AnswerOf<'listSlotTokenKeys'>['data'][number]
export type StaffAccount = AnswerOf<'listStaff'>['data'][number]
export type StaffSession = AnswerOf<'listOwnSessions'>['data'][number]
export type Organisation = AnswerOf<'readOrganisation'>['data']
export type SignInRules = AnswerOf<'readSignInRules'>['data']
export type AuditRow = AnswerOf<'listAudit'>['data']['rows'][number]

import { listAudit } from './auditLog.ts'
import { commercialOverview } from './commercialOverview.ts'
import * as commercialRules from './commercialRules.ts'
import { conversionPaths } from './conversionPaths.ts'
import { changeScenario, deleteScenario, listScenarios, saveScenario } from './dealScenarios.ts'
import type { Endpoint } from './endpoint.ts'
import * as failedWork from './failedWork.ts'
import * as ingest from './ingest.ts'
import { liveEvents } from './liveEvents.ts'
import { merchantList } from './merchantList.ts'
import { merchantSummary } from './merchantSummary.ts'
import * as merchants from './merchants.ts'
import { cancelModelRun, listModelRuns, startModelRun } from './modelRuns.ts'
import * as operations from './operations.ts'
import { readOrganisation } from './organisation.ts'
import {
  confirmSecondFactor,
  endOwnSessions,
  listOwnSessions,
  removeSecondFactor,
  startSecondFactor,
} from './ownAccount.ts'
import * as pacing from './pacing.ts'
import { creditPackage, extendPackage, listAdjustments, makegoodPackage } from './packageAdjustments.ts'
import { listMismatches } from './packageMismatches.ts'
import * as packageMoves from './packageMoves.ts'
import * as packages from './packages.ts'
import { readWrapUp } from './packageWrapUp.ts'
import { merchantBenchmark, placementScorecard } from './performance.ts'
import { placementDeepDive } from './placementDeepDive.ts'
import { placementOverview } from './placementOverview.ts'
import * as placements from './placements.ts'
import { price } from './pricing.ts'
import * as quotes from './quotes.ts'
import { readSignInRules, writeSignInRules } from './signInRules.ts'
import { simulate } from './simulate.ts'
import * as slotMix from './slotMix.ts'
import * as slotTokenKeys from './slotTokenKeys.ts'
import { changePassword, createFirstAdmin, readFirstAdmin, staffLogin, staffLogout, staffMe } from './staff.ts'
import * as staffAccounts from './staffAccounts.ts'
import { readThresholds, writeThresholds } from './thresholds.ts'
import * as writeKeys from './writeKeys.ts'

/** All endpoints. A test fails when one of them is not mounted. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...Object.values(ingest),
  readFirstAdmin,
  createFirstAdmin,
  staffLogin,
  staffLogout,
  staffMe,
  changePassword,
  listOwnSessions,
  endOwnSessions,
  startSecondFactor,
  confirmSecondFactor,
  removeSecondFactor,
  ...Object.values(placements),
  ...Object.values(merchants),
  placementOverview,
  merchantList,
  merchantSummary,
  placementDeepDive,
  placementScorecard,
  merchantBenchmark,
  conversionPaths,
  startModelRun,
  cancelModelRun,
  listModelRuns,
  readThresholds,
  writeThresholds,
  simulate,
  listScenarios,
  saveScenario,
  changeScenario,
  deleteScenario,
  ...Object.values(packages),
  ...Object.values(packageMoves),
  makegoodPackage,
  creditPackage,
  extendPackage,
  listAdjustments,
  commercialOverview,
  listMismatches,
  readWrapUp,
  ...Object.values(slotMix),
  price,
  quotes.listQuotes,
  quotes.saveQuote,
  quotes.readProposal,
  commercialRules.readCommercialRules,
  commercialRules.writePricingRates,
  commercialRules.writePackageRules,
  commercialRules.writeSlotMixLimit,
  commercialRules.writePacingRules,
  ...Object.values(pacing),
  ...Object.values(operations),
  ...Object.values(failedWork),
  liveEvents,
  ...Object.values(staffAccounts),
  readOrganisation,
  readSignInRules,
  writeSignInRules,
  ...Object.values(writeKeys),
  ...Object.values(slotTokenKeys),
  listAudit,
]

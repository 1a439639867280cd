import { describe, expect, test } from 'vitest'
import { ENDPOINTS } from './all.ts'
import {
  isPermission,
  PERMISSIONS,
  permissionsOf,
  ROLES,
  rolesWith,
  STAFF_ROLES,
  type StaffRole,
} from './permissions.ts'

const OWN = [
  ...['staffMe', 'changePassword', 'listOwnSessions', 'endOwnSessions'],
  ...['startSecondFactor', 'confirmSecondFactor', 'removeSecondFactor'],
]
const VIEWER = [
  ...OWN,
  ...['listPlacements', 'listPlacementSlots', 'listMerchants', 'placementOverview', 'merchantList', 'merchantSummary'],
  ...['placementDeepDive', 'placementScorecard', 'merchantBenchmark', 'conversionPaths', 'listModelRuns'],
  ...['readOrganisation', 'readThresholds', 'opsStatus', 'listFailedWork', 'slotMix', 'slotMixAlerts'],
]
const DEALS = ['simulate', 'listScenarios', 'saveScenario', 'changeScenario', 'deleteScenario', 'price']
const READ_PACKAGES = [
  'listPackages',
  'readPackage',
  'listMismatches',
  'listAdjustments',
  'readWrapUp',
  'commercialOverview',
  'listQuotes',
  'readProposal',
  'readCommercialRules',
  'readPacing',
  'listPackageAlerts',
]
const SELL = [
  'saveQuote',
  'createPackage',
  'changePackage',
  'quotePackage',
  'holdPackage',
  'releasePackage',
  'withdrawPackage',
]
const PRICES = ['writePricingRates', 'writePackageRules', 'writeSlotMixLimit', 'writePacingRules']
const RUN = [
  'approvePackage',
  'adjustPackage',
  'pausePackage',
  'resumePackage',
  'cancelPackage',
  'makegoodPackage',
  'extendPackage',
  'steerPackage',
  'checkPackagePacing',
  'applyAdvice',
  'undoAllocation',
]
const MODELS = ['startModelRun', 'cancelModelRun']
const CATALOGUE = ['createPlacement', 'updatePlacement', 'createMerchant', 'updateMerchant', 'upsertMerchants']
const MERCHANT_KEYS = ['createMerchantKey', 'revokeMerchantKey', 'listMerchantKeys']
const WRITE_KEYS = ['listWriteKeys', 'createWriteKey', 'updateWriteKey', 'revokeWriteKey']
const SLOT_TOKEN_KEYS = ['listSlotTokenKeys', 'createSlotTokenKey', 'revokeSlotTokenKey']

/** Repeated here on purpose: every change of permissions must also change this table. */
const OPERATIONS: Readonly<Record<Exclude<StaffRole, 'admin'>, readonly string[]>> = {
  viewer: VIEWER,
  analyst: [
    ...VIEWER,
    ...MODELS,
    ...DEALS,
    ...READ_PACKAGES,
    'liveEvents',
    'listDeadLetters',
    'listWriteKeys',
    'listSlotTokenKeys',
  ],
  sales: [...VIEWER, ...DEALS, ...READ_PACKAGES, ...SELL],
  commercial: [
    ...[...VIEWER, ...MODELS, ...CATALOGUE, ...MERCHANT_KEYS, ...DEALS, 'writeThresholds'],
    ...[...READ_PACKAGES, ...SELL, ...RUN, ...PRICES],
  ],
  finance: [...VIEWER, ...READ_PACKAGES, 'closePackage', 'creditPackage'],
  privacy: [...VIEWER, 'listDeadLetters', 'listAudit'],
  operator: [
    ...[
      ...VIEWER,
      ...WRITE_KEYS,
      ...SLOT_TOKEN_KEYS,
      'liveEvents',
      'listDeadLetters',
      'replayDeadLetters',
      'retryFailedWork',
    ],
  ],
}

const staffEndpoints = ENDPOINTS.filter(({ auth }) => isPermission(auth))
const allowed = (role: string) =>
  staffEndpoints
    .filter(({ auth }) => (permissionsOf(role) as ReadonlySet<string>).has(auth))
    .map(({ operationId }) => operationId)

describe('a role', () => {
  test.each(Object.entries(OPERATIONS))('%s may call what is listed, and nothing else', (role, operations) => {
    expect(allowed(role).sort()).toEqual([...operations].sort())
  })

  test('admin may call everything', () => {
    expect(allowed('admin')).toEqual(staffEndpoints.map(({ operationId }) => operationId))
  })

  test('says in plain words what it may do', () => {
    const said = STAFF_ROLES.map((role) => ROLES[role].description)
    expect(new Set(said).size).toBe(STAFF_ROLES.length)
  })

  test.each(['', 'Admin', 'admin ', 'root', 'viewer,admin', '__proto__', 'constructor', 'toString'])(
    'called %j is no role and may do nothing',
    (word) => expect(permissionsOf(word).size).toBe(0),
  )
})

test('only admins can give permissions, because giving them includes having them all', () => {
  expect(rolesWith('manage_staff')).toEqual(['admin'])
})

test('every permission is needed somewhere, and an endpoint names no other word', () => {
  const needed = new Set<string>(staffEndpoints.map(({ auth }) => auth))
  // Checked by the handler of cancelModelRun.
  expect(PERMISSIONS.filter((permission) => !needed.has(permission))).toEqual(['cancel_any_model_run'])
  const others = ENDPOINTS.filter(({ auth }) => !isPermission(auth)).map(({ auth }) => auth)
  expect(new Set(others)).toEqual(new Set(['open', 'write_key', 'server_key', 'metrics_token']))
  for (const word of ['open', 'merchant', 'viewer', 'admin', '__proto__']) expect(isPermission(word)).toBe(false)
})

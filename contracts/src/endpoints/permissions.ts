/** What a member of staff may do. Each endpoint for staff names one of them as its `auth`. */
export const PERMISSIONS = [
  /** Password, sessions and second factor of the own account. */
  'use_own_account',
  'read_figures',
  'read_catalogue',
  /** State of the pipeline, and work that was set aside. */
  'read_health',
  /** Compute credit models; cancel own runs. */
  'run_models',
  'cancel_any_model_run',
  'simulate_deals',
  /** Packages with their prices. */
  'read_packages',
  /** Draft, quote, hold and withdraw packages. */
  'sell_packages',
  /** Book packages. */
  'approve_packages',
  /** Adjust, pause, resume and cancel sold packages. */
  'run_packages',
  /** Close ended packages, and credit what they did not deliver. */
  'close_packages',
  /** Price list, floor prices, and the limit of the paid share. */
  'change_prices',
  'read_live_events',
  'read_dead_letters',
  'replay_dead_letters',
  'retry_failed_work',
  'read_write_keys',
  'manage_write_keys',
  'manage_merchant_keys',
  /** Placements and merchants. */
  'edit_catalogue',
  'change_thresholds',
  /** Accounts, their roles, and the sign-in rules. Includes giving any other permission. */
  'manage_staff',
  'read_audit',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const STAFF_ROLES = [
  'viewer',
  'analyst',
  'sales',
  'commercial',
  'finance',
  'privacy',
  'operator',
  'admin',
] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

export interface RoleDefinition {
  /** What this role may do, in a few plain words. */
  readonly description: string
  readonly permissions: readonly Permission[]
}

const BASE = ['use_own_account', 'read_figures', 'read_catalogue', 'read_health'] as const

/** A role is a set of permissions. The order of roles has no meaning. */
export const ROLES: Readonly<Record<StaffRole, RoleDefinition>> = {
  viewer: { description: 'Reads figures', permissions: BASE },
  analyst: {
    description: 'Reads figures, packages and events, runs models, simulates deals',
    permissions: [
      ...BASE,
      ...(['run_models', 'simulate_deals', 'read_packages'] as const),
      ...(['read_live_events', 'read_dead_letters', 'read_write_keys'] as const),
    ],
  },
  sales: {
    description: 'Reads figures, simulates deals, quotes packages and holds inventory for them',
    permissions: [...BASE, 'simulate_deals', 'read_packages', 'sell_packages'],
  },
  commercial: {
    description: 'Sells, approves and runs packages, runs models, edits merchants, placements, thresholds and prices',
    permissions: [
      ...BASE,
      ...(['simulate_deals', 'read_packages', 'sell_packages', 'approve_packages', 'run_packages'] as const),
      ...(['run_models', 'edit_catalogue', 'change_thresholds', 'change_prices', 'manage_merchant_keys'] as const),
    ],
  },
  finance: {
    description: 'Reads figures and packages to check what is invoiced, credits and closes packages',
    permissions: [...BASE, 'read_packages', 'close_packages'],
  },
  privacy: {
    description: 'Reads figures, rejected events and the audit log',
    permissions: [...BASE, 'read_dead_letters', 'read_audit'],
  },
  operator: {
    description: 'Keeps events flowing: replays rejected events, retries failed work, manages write keys',
    permissions: [
      ...BASE,
      ...(['read_live_events', 'read_dead_letters', 'replay_dead_letters', 'retry_failed_work'] as const),
      ...(['read_write_keys', 'manage_write_keys'] as const),
    ],
  },
  admin: { description: 'Does everything, including staff accounts', permissions: PERMISSIONS },
}

const NONE: ReadonlySet<Permission> = new Set()
const SETS = new Map<string, ReadonlySet<Permission>>(
  STAFF_ROLES.map((role) => [role, new Set(ROLES[role].permissions)]),
)

/** The permissions of a role; none for an unknown role. */
export function permissionsOf(role: string): ReadonlySet<Permission> {
  return SETS.get(role) ?? NONE
}

export function isPermission(word: string): word is Permission {
  return (PERMISSIONS as readonly string[]).includes(word)
}

export function rolesWith(permission: Permission): readonly StaffRole[] {
  return STAFF_ROLES.filter((role) => permissionsOf(role).has(permission))
}

import { z } from 'zod'
import { shortText } from '../events/fields.ts'
import { ALERT_KINDS, ALLOCATION_CHANGE_KINDS, ALLOCATION_MODES, GAP_REASONS } from '../packages/pacingValues.ts'
import { count, day, instant } from './common.ts'
import type { Endpoint } from './endpoint.ts'
import { pacing } from './packagePacing.ts'
import { packageParams as params } from './soldPackage.ts'

const units = z.number()
const share = z.number().min(0).max(1)
const reason = z.enum(GAP_REASONS)

const gap = z.object({
  placement_id: z.string(),
  placement_name: z.string(),
  planned_units: units,
  delivered_units: units,
  /** Below 0. They add up to delivered − planned; empty where the placement is not behind. */
  parts: z.array(z.object({ reason, units })),
})

const allocation = z.object({
  placement_id: z.string(),
  placement_name: z.string(),
  /** Share of renders in which the package fills one slot. */
  target_share: share,
  max_share: share,
  /** What the plan would set. */
  advised_share: share,
  /** The share that the plan began with. */
  even_share: z.number(),
  /** Until then the plan leaves it, because somebody undid a change. */
  held_until: instant.nullable(),
})

const allocationChange = z.object({
  change_no: count,
  changed_at: instant,
  placement_id: z.string(),
  placement_name: z.string(),
  kind: z.enum(ALLOCATION_CHANGE_KINDS),
  share_before: share,
  share_after: share,
  /** Staff e-mail; system: the plan. */
  actor: z.string(),
  reason: z.string().nullable(),
  /** The change that undid this one. */
  undone_by: count.nullable(),
})

const alert = z.object({
  package_id: z.string(),
  package_name: z.string(),
  merchant_name: z.string(),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(['critical', 'warning', 'note']),
  opened_at: instant,
  closed_at: instant.nullable(),
  /** Figures when it was opened. */
  pacing_pct: z.number().nullable(),
  chance: z.number().nullable(),
  reason: reason.nullable(),
})

export const readPacing = {
  method: 'GET',
  path: '/api/packages/{package_id}/pacing',
  operationId: 'readPacing',
  summary:
    'How a package delivers: the last check, the days of its flight, gaps and shares by placement, what changed them',
  tag: 'Commercial',
  auth: 'read_packages',
  params,
  status: 200,
  response: z.object({
    data: z.object({
      package_id: z.string(),
      allocation_mode: z.enum(ALLOCATION_MODES),
      most_share: share,
      /** null: it was not checked yet. */
      check: pacing.nullable(),
      /** null: nothing more is checked. */
      next_check_at: instant.nullable(),
      /** Of each day of the flight so far: units delivered until its end, and planned until then. */
      days: z.array(z.object({ day, delivered_units: count, planned_units: units.nullable() })),
      /** Planned until the end of each day that is left. */
      ahead: z.array(z.object({ day, planned_units: units })),
      gaps: z.array(gap),
      allocations: z.array(allocation),
      /** The newest 100. */
      changes: z.array(allocationChange),
      /** The newest 200 checks, with what each was computed from. */
      checks: z.array(pacing.extend({ inputs: z.record(z.string(), z.unknown()) })),
      alerts: z.array(alert),
    }),
    meta: z.object({
      time_zone: z.string(),
      /** When a ranking service asked for allocations last; null: never. */
      ranker_asked_at: instant.nullable(),
      /** Why the last plan failed; null: it did not. */
      plan_problem: z.string().nullable(),
    }),
  }),
} as const satisfies Endpoint

export const checkPackagePacing = {
  method: 'POST',
  path: '/api/packages/{package_id}/pacing/check',
  operationId: 'checkPackagePacing',
  summary: 'Check a package now and plan all shares again',
  tag: 'Commercial',
  auth: 'run_packages',
  params,
  status: 200,
  response: z.object({ data: pacing.nullable() }),
} as const satisfies Endpoint

export const applyAdvice = {
  method: 'POST',
  path: '/api/packages/{package_id}/apply-advice',
  operationId: 'applyAdvice',
  summary: 'Set the shares of a package to what the plan advises',
  tag: 'Commercial',
  auth: 'run_packages',
  params,
  body: z.object({ reason: shortText(500).min(1).optional() }),
  status: 200,
  response: z.object({ data: z.object({ changed: count }) }),
} as const satisfies Endpoint

export const undoAllocation = {
  method: 'POST',
  path: '/api/allocation-changes/{change_no}/undo',
  operationId: 'undoAllocation',
  summary: 'Undo a change of a share; the plan leaves this share alone for four hours',
  tag: 'Commercial',
  auth: 'run_packages',
  params: z.object({ change_no: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  body: z.object({ reason: shortText(500).min(1).optional() }),
  status: 200,
  response: z.object({ data: allocationChange }),
} as const satisfies Endpoint

export const listPackageAlerts = {
  method: 'GET',
  path: '/api/package-alerts',
  operationId: 'listPackageAlerts',
  summary: 'What somebody should look at about packages: open alerts, or the newest 500 of all',
  tag: 'Commercial',
  auth: 'read_packages',
  query: z.object({ state: z.enum(['open', 'all']).default('open') }),
  status: 200,
  response: z.object({ data: z.array(alert), meta: z.object({ open: count }) }),
} as const satisfies Endpoint

export const readAllocations = {
  method: 'GET',
  path: '/api/allocations',
  operationId: 'readAllocations',
  summary:
    'For a ranking service: in which share of the renders of a placement a package fills one slot. Supports If-None-Match; ask every minute',
  tag: 'Commercial',
  auth: 'server_key',
  query: z.object({ placement_id: shortText(128).min(1).optional() }),
  status: 200,
  response: z.object({
    /** Raised by each plan. */
    version: count,
    /** After this instant without a new answer, show organic lists. */
    valid_until: instant,
    items: z.array(
      z.object({
        placement_id: z.string(),
        placement_key: z.string(),
        merchant_id: z.string(),
        merchant_ref: z.string().nullable(),
        package_id: z.string(),
        package_type: z.enum(['CPI', 'CPC', 'CPA']),
        /** Fill one slot with the merchant in this share of renders, and stamp it with the package. */
        target_share: share,
        /** Never in more renders than this. Above the target, stamp the merchant only where it ranks anyway. */
        max_share: share,
        requires_slot_token: z.boolean(),
      }),
    ),
  }),
} as const satisfies Endpoint

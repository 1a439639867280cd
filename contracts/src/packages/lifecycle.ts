import type { Permission } from '../endpoints/permissions.ts'
import type { PackageState } from './values.ts'

// The life of a package: draft → quoted → held → booked → live ⇄ paused → ended → closed, or cancelled. One table says what
// may happen in which state and who may do it; nothing leads out of closed and cancelled.

export interface ActionRule {
  readonly from: readonly PackageState[]
  /** null: the state stays. */
  readonly to: PackageState | null
  /** The permission of the person; `clock`: nobody, it happens at its time. */
  readonly by: Permission | 'clock'
}

const UNSOLD = ['draft', 'quoted', 'held'] as const
const SOLD = ['booked', 'live', 'paused'] as const

export const PACKAGE_ACTIONS = {
  /** New terms before the package is sold. */
  change: { from: UNSOLD, to: null, by: 'sell_packages' },
  /** Quoting again renews the quote. */
  quote: { from: ['draft', 'quoted'], to: 'quoted', by: 'sell_packages' },
  hold: { from: ['quoted'], to: 'held', by: 'sell_packages' },
  release: { from: ['held'], to: 'quoted', by: 'sell_packages' },
  withdraw: { from: UNSOLD, to: 'cancelled', by: 'sell_packages' },
  approve: { from: ['held'], to: 'booked', by: 'approve_packages' },
  /** A new goal, end or way of delivery; the contracted units stay on record. */
  adjust: { from: SOLD, to: null, by: 'run_packages' },
  /** How its shares follow the plan. */
  steer: { from: SOLD, to: null, by: 'run_packages' },
  pause: { from: ['live'], to: 'paused', by: 'run_packages' },
  resume: { from: ['paused'], to: 'live', by: 'run_packages' },
  cancel: { from: SOLD, to: 'cancelled', by: 'run_packages' },
  /** Of a package that ended short: another package at no charge, money, or a later end. */
  makegood: { from: ['ended'], to: null, by: 'run_packages' },
  credit: { from: ['ended'], to: null, by: 'close_packages' },
  extend: { from: ['ended'], to: 'live', by: 'run_packages' },
  close: { from: ['ended'], to: 'closed', by: 'close_packages' },
  /** A hold frees itself. */
  expire: { from: ['held'], to: 'quoted', by: 'clock' },
  start: { from: ['booked'], to: 'live', by: 'clock' },
  end: { from: ['live', 'paused'], to: 'ended', by: 'clock' },
  /** The goal and the buffer, or the cap, are delivered. What is still shown in the flight is free of charge. */
  complete: { from: ['live'], to: 'ended', by: 'clock' },
} as const satisfies Record<string, ActionRule>

export type PackageAction = keyof typeof PACKAGE_ACTIONS
export type ClockAction = 'expire' | 'start' | 'end' | 'complete'
export type PersonAction = Exclude<PackageAction, ClockAction>
/** What people do, in the order of the table. */
export const PERSON_ACTIONS = Object.entries(PACKAGE_ACTIONS).flatMap(([action, { by }]) =>
  by === 'clock' ? [] : [action],
) as PersonAction[]
/** What makes good for a package that ended short. */
export const SHORT_ACTIONS = ['makegood', 'credit', 'extend'] as const satisfies readonly PersonAction[]
export type ShortAction = (typeof SHORT_ACTIONS)[number]
/** Actions without terms of their own. */
export type Move = Exclude<PersonAction, 'change' | 'adjust' | 'steer' | ShortAction>

/** The state after an action; null if the action is not possible in this state. */
export function stateAfter(state: PackageState, action: PackageAction): PackageState | null {
  const { from, to }: ActionRule = PACKAGE_ACTIONS[action]
  return from.includes(state) ? (to ?? state) : null
}

/** What somebody with these permissions may do with a package in this state. */
export function actionsFor(state: PackageState, permissions: ReadonlySet<Permission>): PersonAction[] {
  return PERSON_ACTIONS.filter(
    (action) => permissions.has(PACKAGE_ACTIONS[action].by) && stateAfter(state, action) !== null,
  )
}

/** What the clock needs to know; instants in milliseconds. */
export interface Timed {
  readonly status: PackageState
  readonly start: number
  readonly end: number
  /** When its hold ends; null while it has none. */
  readonly holdExpires: number | null
}

export interface ClockChange {
  readonly action: Exclude<ClockAction, 'complete'>
  /** When it happens, whenever a worker notices. */
  readonly at: number
  readonly status: PackageState
}

/**
 * The changes that are due at `now`, in order. They depend on the flight only, so a worker that was down finds all of them
 * later, at their own times.
 * @param since the last change of the state: a package approved during its flight starts then
 */
export function changesDue({ status, start, end, holdExpires }: Timed, since: number, now: number): ClockChange[] {
  if (status === 'held' && holdExpires !== null && holdExpires <= now)
    return [{ action: 'expire', at: holdExpires, status: 'quoted' }]
  const due: ClockChange[] = []
  const started = Math.max(start, since)
  if (status === 'booked' && started <= now) due.push({ action: 'start', at: started, status: 'live' })
  const runs = status === 'live' || status === 'paused' || due.length > 0
  if (runs && end <= now) due.push({ action: 'end', at: Math.max(end, started), status: 'ended' })
  return due
}

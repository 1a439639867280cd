import type { EndRule } from './values.ts'

// What of a delivery is billed, and when a package has delivered everything.

export interface Billing {
  /** At most goal and buffer; of an open package at most its cap. */
  readonly billed: number
  /** Still owed; null for an open package. */
  readonly remaining: number | null
  /** Delivered beyond that, free of charge. */
  readonly free: number
}

/** Units from which on nothing is billed; null: an open package without a cap. */
export function mostBilled(goal: number | null, buffer: number, cap: number | null): number | null {
  return goal === null ? cap : goal + buffer
}

/** Units at which a package is complete, before the end of its flight; null: it never is. */
export function completeAt(of: {
  readonly goal: number | null
  readonly buffer: number
  readonly cap: number | null
  readonly endRule: EndRule
}): number | null {
  const limits = [of.endRule === 'run_to_goal' && of.goal !== null ? of.goal + of.buffer : null, of.cap]
  const given = limits.filter((units) => units !== null)
  return given.length === 0 ? null : Math.min(...given)
}

/**
 * @param goal null: an open package, of which everything is billed up to its cap
 * @param cap of a package with a goal it is at least goal and buffer
 */
export function billingOf(delivered: number, goal: number | null, buffer: number, cap: number | null = null): Billing {
  const billed = Math.min(delivered, mostBilled(goal, buffer, cap) ?? delivered)
  if (goal === null) return { billed, remaining: null, free: delivered - billed }
  return { billed, remaining: Math.max(0, goal - delivered), free: delivered - billed }
}

// What of a delivery is billed.

export interface Billing {
  /** At most goal and buffer. */
  readonly billed: number
  /** Still owed; null for an open package. */
  readonly remaining: number | null
  /** Delivered beyond goal and buffer, free of charge. */
  readonly free: number
}

/** @param goal null: an open package, of which everything is billed */
export function billingOf(delivered: number, goal: number | null, buffer: number): Billing {
  if (goal === null) return { billed: delivered, remaining: null, free: 0 }
  const billed = Math.min(delivered, goal + buffer)
  return { billed, remaining: Math.max(0, goal - delivered), free: delivered - billed }
}

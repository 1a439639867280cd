export interface FilledSlot {
  readonly merchant_id: string
  /** The package that the slot is for; absent: organic. */
  readonly package_id?: string
}

export interface FollowedAllocations {
  /** Settles after the first answer or its failure. */
  readonly ready: Promise<void>
  fill(placement: string, organic: readonly string[]): FilledSlot[]
  stop(): void
}

export function followAllocations(options: {
  readonly url: string
  readonly serverKey: string
  readonly everyMs?: number
  readonly clock?: () => number
  readonly random?: () => number
}): FollowedAllocations

import type { ClickFact, ExposureFact } from './creditClick.ts'

// One click is often reported twice, by the SDK and by a redirect, with different ids and clocks. Echoes are found only
// by the times of stored clicks, so their order of arrival does not matter. A click depends only on clicks within 10 s
// of it, so a late one changes no others.

/** Clicks of one person in one slot that follow each other within this time are one click. */
export const ECHO_MS = 10_000

export type Credited = Pick<ExposureFact, 'eventId' | 'at' | 'day' | 'placementId' | 'packageId'>

/** A click with the exposure that it credits on its own. */
export interface OwnCredit {
  readonly click: ClickFact
  readonly own: Credited | null
}

export interface Merged {
  /** Its own exposure, or that of the echo with better evidence. */
  readonly credited: Credited | null
  /** It is counted by another click. */
  readonly isEcho: boolean
}

/** @param clicks of any people and merchants; for each click in question also all within ECHO_MS of it */
export function mergeEchoes(clicks: readonly OwnCredit[]): ReadonlyMap<string, Merged> {
  const valid = clicks.filter(({ click }) => !click.flagged)
  const groups = Map.groupBy(valid, ({ click }) => `${click.userId} ${click.merchantId}`)
  return new Map([...groups.values()].flatMap(mergeGroup))
}

function mergeGroup(clicks: readonly OwnCredit[]): [string, Merged][] {
  const sorted = clicks.toSorted((a, b) => a.click.at - b.click.at || (a.click.clickId < b.click.clickId ? -1 : 1))
  let from = 0
  return sorted.map((one, i) => {
    while (one.click.at - sorted[from]!.click.at > ECHO_MS) from++
    return [one.click.clickId, mergeOne(sorted, i, from)]
  })
}

/** @param from the first click within ECHO_MS */
function mergeOne(sorted: readonly OwnCredit[], i: number, from: number): Merged {
  const one = sorted[i]!
  const place = placeOf(one)
  let best = one
  let isEcho = false
  for (let n = from; n < sorted.length && sorted[n]!.click.at - one.click.at <= ECHO_MS; n++) {
    const other = sorted[n]!
    const there = placeOf(other)
    if (n === i || (place !== null && there !== null && place !== there)) continue
    if (grade(other) > grade(best)) best = other
    // A click with a placement is an echo of an earlier one there; a click without one, of any neighbour that has one.
    if (place === null ? n < i || there !== null : n < i && there !== null) isEcho = true
  }
  return { credited: best.own, isEcho }
}

/** The placement, if the click itself reports one. */
function placeOf(one: OwnCredit): string | null {
  return isNamed(one) ? one.own!.placementId : one.click.placementId
}

/** How well a click identifies its exposure: by name, by guess, or not at all. */
function grade(one: OwnCredit): number {
  return isNamed(one) ? 2 : one.own === null ? 0 : 1
}

function isNamed({ click, own }: OwnCredit): boolean {
  return own !== null && own.eventId === click.exposureEventId
}

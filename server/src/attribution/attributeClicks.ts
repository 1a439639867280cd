import type { Tx } from '../db/client.ts'
import { awaitExposures } from './awaitExposures.ts'
import type { Cells } from './cells.ts'
import { type Credited, type Merged, mergeEchoes } from './clickEchoes.ts'
import { countEntry, countOncePerExposure, type LedgerEntry, readLedger, writeLedger } from './clickLedger.ts'
import { creditClick, type ExposureFact, type Windows } from './creditClick.ts'
import { rapidClicks } from './rapidClicks.ts'
import { readClicksAround, type StoredClick } from './readClicks.ts'
import { readLastSeen, readNamed } from './readExposures.ts'

// Which exposure each click is credited to, and whether it counts, in click_ledger.

/**
 * Credits these clicks, and those that may be echoes of them, and counts the difference.
 * @param keptFrom first day whose exposures are kept: a credit to an earlier one stays
 * @returns the clicks whose credit changed
 */
export async function attributeClicks(
  tx: Tx,
  clickIds: ReadonlySet<string>,
  windows: Windows,
  keptFrom: string,
  cells: Cells,
): Promise<string[]> {
  const { changing, all } = await readClicksAround(tx, [...clickIds])
  if (all.length === 0) return []
  const exposures = await readCandidates(tx, all, windows)
  await awaitExposures(tx, changing, exposures.named)
  const before = await readLedger(
    tx,
    all.map(({ clickId }) => clickId),
  )
  const merged = mergeEchoes(
    all.map((click) => {
      const own = creditClick(click, exposures.of(click), windows)
      return { click, own: own ?? creditThatStays(before.get(click.clickId), keptFrom) }
    }),
  )
  const rapid = rapidClicks(all)
  const changed = changing.flatMap((click) => {
    const isRapid = rapid.has(click.clickId)
    const [old, now] = [before.get(click.clickId), entryOf(click, isRapid, merged.get(click.clickId))]
    return old && isSame(old, now) ? [] : [{ old, now }]
  })
  await write(tx, changed, cells)
  return changed.map(({ now }) => now.clickId)
}

/** A credit whose exposure is no longer stored. */
function creditThatStays(old: LedgerEntry | undefined, keptFrom: string): Credited | null {
  return old?.credited && new Date(old.credited.at).toISOString().slice(0, 10) < keptFrom ? old.credited : null
}

function entryOf(click: StoredClick, isRapid: boolean, merged?: Merged): LedgerEntry {
  const { clickId, merchantId, at, day, flagged, placementId } = click
  const { credited = null, isEcho = false } = merged ?? {}
  const repeats = isEcho ? 'echo' : isRapid ? 'rapid' : null
  return { clickId, merchantId, at, clickedDay: day, flagged, namedPlacementId: placementId, credited, repeats }
}

function isSame(a: LedgerEntry, b: LedgerEntry): boolean {
  return (
    a.flagged === b.flagged &&
    a.credited?.eventId === b.credited?.eventId &&
    a.credited?.packageId === b.credited?.packageId &&
    a.namedPlacementId === b.namedPlacementId &&
    repeatOf(a) === repeatOf(b)
  )
}

/** What the click itself decides; `same_exposure` is decided for all clicks of an exposure together. */
function repeatOf({ repeats }: LedgerEntry): 'echo' | 'rapid' | null {
  return repeats === 'same_exposure' ? null : repeats
}

interface Change {
  readonly old: LedgerEntry | undefined
  readonly now: LedgerEntry
}

async function write(tx: Tx, changed: readonly Change[], cells: Cells): Promise<void> {
  for (const { old, now } of changed) {
    if (old) countEntry(cells, old, -1)
    countEntry(cells, now, 1)
  }
  await writeLedger(
    tx,
    changed.map(({ now }) => now),
  )
  const exposures = changed.flatMap(({ old, now }) =>
    [old?.credited?.eventId ?? [], now.credited?.eventId ?? []].flat(),
  )
  await countOncePerExposure(tx, [...new Set(exposures)], cells)
}

/** The exposures that each click could be credited to. */
async function readCandidates(tx: Tx, clicks: readonly StoredClick[], windows: Windows) {
  const [named, near] = [
    await readNamed(
      tx,
      clicks.flatMap(({ exposureEventId }) => exposureEventId ?? []),
    ),
    await readLastSeen(
      tx,
      clicks.map(({ at, ...click }) => ({ ...click, from: at - windows.clickMs, to: at })),
    ),
  ]
  const namedById = new Map(named.map((exposure) => [exposure.eventId, exposure]))
  const nearByUser = Map.groupBy(near, ({ userId }) => userId)
  const of = ({ userId, exposureEventId }: StoredClick): ExposureFact[] => {
    const own = nearByUser.get(userId) ?? []
    const exposure = exposureEventId === null ? undefined : namedById.get(exposureEventId)
    return exposure ? [...own, exposure] : own
  }
  return { named: new Set(namedById.keys()), of }
}

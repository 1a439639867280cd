import type { ExposureDelta } from '../facts/delta.ts'
import { ALL_MERCHANTS, ALL_PLACEMENTS } from '../facts/sumIds.ts'
import { addCounters, countExposure, noCounts } from './counters.ts'
import type { Names } from './names.ts'
import type { Positions } from './positions.ts'
import type { DayCell, HourCell, PlacementDayCell, ReachCell, SlotCell, Totals } from './totals.ts'

/** Sums the exposures of one round into cells of the rollups, each found by one number (see names.ts). */
export class ExposureSums {
  #events = 0
  readonly #hours: Positions
  readonly #days: Positions
  readonly #placements: Positions
  readonly #merchants: Positions
  readonly #sessions: Positions
  readonly #hourCells = new Map<number, HourCell>()
  readonly #placementDayCells = new Map<number, PlacementDayCell>()
  readonly #dayCells = new Map<number, DayCell & ReachCell>()
  readonly #merchantDayCells = new Map<number, ReachCell>()
  readonly #placementReach = new Map<number, ReachCell>()
  readonly #dayReach = new Map<number, ReachCell>()
  readonly #slotCells = new Map<number, SlotCell>()
  readonly #removedUsers = new Set<string>()

  constructor({ hours, days, placements, merchants, sessions }: Names) {
    this.#hours = hours
    this.#days = days
    this.#placements = placements
    this.#merchants = merchants
    this.#sessions = sessions
  }

  add(delta: ExposureDelta): void {
    const hours = this.#hours.of(delta.hours)
    const days = this.#days.of(delta.days)
    const placements = this.#placements.of(delta.placements)
    const merchants = this.#merchants.of(delta.merchants)
    const sessions = this.#sessions.of(delta.sessions)
    for (const user of delta.removedUsers ?? []) this.#removedUsers.add(user)
    this.#events += delta.user.length
    for (let i = 0; i < delta.user.length; i++) {
      const [hour, day] = [hours[delta.hour[i]!]!, days[delta.day[i]!]!]
      const [placement, merchant] = [placements[delta.placement[i]!]!, merchants[delta.merchant[i]!]!]
      const sign = delta.sign?.[i] ?? 1
      const flagged = delta.flagged[i]!
      const [rank, viewable, rate] = [delta.rank[i]!, delta.viewable[i]!, delta.sampleRate?.[i] ?? null]
      const merchantNo = delta.merchantNos[delta.merchant[i]!]!
      const cell = this.#dayCell(day, placement, merchant, flagged)
      countExposure(cell.counters, sign, rank, viewable, rate)
      countExposure(this.#hourCell(hour, day, placement, flagged).counters, sign, rank, viewable, rate)
      const placementDay = this.#placementDayCell(day, placement, flagged)
      if (sign === 1) placementDay.merchants.add(merchantNo)
      const user = delta.user[i]!
      const list = sign === 1 ? 'added' : 'removed'
      cell[list].push(user)
      this.#reachCell(
        this.#placementReach,
        (day * this.#placements.size + placement) * 2 + flagged,
        day,
        placement,
        null,
        flagged,
      )[list].push(user)
      this.#reachCell(
        this.#merchantDayCells,
        (day * this.#merchants.size + merchant) * 2 + flagged,
        day,
        null,
        merchant,
        flagged,
      )[list].push(user)
      this.#reachCell(this.#dayReach, day * 2 + flagged, day, null, null, flagged)[list].push(user)
      if (flagged === 0 && sign === 1)
        this.#slotCell(sessions[delta.session[i]!]!, placement, day).merchants.add(merchantNo)
    }
  }

  totals(): Omit<Totals, 'renders' | 'outcomes' | 'packages'> {
    for (const cell of this.#hourCells.values()) {
      const key =
        (this.#days.at(cell.day) * this.#placements.size + this.#placements.at(cell.placement)) * 2 +
        Number(cell.flagged)
      addCounters(this.#placementDayCells.get(key)!.counters, cell.counters)
    }
    return {
      events: this.#events,
      hours: [...this.#hourCells.values()],
      placementDays: [...this.#placementDayCells.values()],
      days: [...this.#dayCells.values()],
      reach: [this.#dayCells, this.#merchantDayCells, this.#placementReach, this.#dayReach].flatMap((cells) => [
        ...(cells as ReadonlyMap<number, ReachCell>).values(),
      ]),
      slots: [...this.#slotCells.values()],
      removedUsers: [...this.#removedUsers],
    }
  }

  #hourCell(hour: number, day: number, placement: number, flagged: 0 | 1): HourCell {
    const key = (hour * this.#placements.size + placement) * 2 + flagged
    let cell = this.#hourCells.get(key)
    if (cell === undefined) {
      cell = {
        placement: this.#placements.values[placement]!,
        hour: this.#hours.values[hour]!,
        day: this.#days.values[day]!,
        flagged: flagged === 1,
        counters: noCounts(),
      }
      this.#hourCells.set(key, cell)
    }
    return cell
  }

  #placementDayCell(day: number, placement: number, flagged: 0 | 1): PlacementDayCell {
    const key = (day * this.#placements.size + placement) * 2 + flagged
    let cell = this.#placementDayCells.get(key)
    if (cell === undefined) {
      cell = {
        placement: this.#placements.values[placement]!,
        day: this.#days.values[day]!,
        flagged: flagged === 1,
        counters: noCounts(),
        merchants: new Set(),
      }
      this.#placementDayCells.set(key, cell)
    }
    return cell
  }

  #dayCell(day: number, placement: number, merchant: number, flagged: 0 | 1): DayCell & ReachCell {
    const key = ((day * this.#placements.size + placement) * this.#merchants.size + merchant) * 2 + flagged
    let cell = this.#dayCells.get(key)
    if (cell === undefined) {
      cell = { ...this.#newReachCell(day, placement, merchant, flagged), counters: noCounts() }
      this.#dayCells.set(key, cell)
    }
    return cell
  }

  #reachCell(
    cells: Map<number, ReachCell>,
    key: number,
    day: number,
    placement: number | null,
    merchant: number | null,
    flagged: 0 | 1,
  ): ReachCell {
    let cell = cells.get(key)
    if (cell === undefined) {
      cell = this.#newReachCell(day, placement, merchant, flagged)
      cells.set(key, cell)
    }
    return cell
  }

  #newReachCell(day: number, placement: number | null, merchant: number | null, flagged: 0 | 1): ReachCell {
    return {
      merchant: merchant === null ? ALL_MERCHANTS : this.#merchants.values[merchant]!,
      placement: placement === null ? ALL_PLACEMENTS : this.#placements.values[placement]!,
      day: this.#days.values[day]!,
      flagged: flagged === 1,
      added: [],
      removed: [],
    }
  }

  #slotCell(session: number, placement: number, day: number): SlotCell {
    const key = (session * this.#placements.size + placement) * this.#days.size + day
    let cell = this.#slotCells.get(key)
    if (cell === undefined) {
      cell = {
        session: this.#sessions.values[session]!,
        placement: this.#placements.values[placement]!,
        day: this.#days.values[day]!,
        merchants: new Set(),
      }
      this.#slotCells.set(key, cell)
    }
    return cell
  }
}

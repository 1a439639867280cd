import { slotMix, slotMixAlerts } from '@bx/contracts/endpoints/slotMix'
import { slotMixTable } from '@bx/contracts/tables/slotMixTable'
import { listAlerts } from '../../commercial/slotMix/listAlerts.ts'
import { readSlotMix } from '../../commercial/slotMix/readSlotMix.ts'
import type { Answers } from '../answers.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** Who pays for the impressions of each placement. */
export function mountSlotMix(mounts: Mounts, { sql, now, organisation }: AppDeps, answers: Answers): void {
  mounts.mount(
    slotMix,
    // Alerts depend on the last four weeks, and inferred impressions on the history of packages.
    answers(slotMix, () => ({ read: (period) => readSlotMix(sql, period), looksBeyond: true })),
    { csv: (answer) => slotMixTable(answer), asksItself: true },
  )
  mounts.mount(slotMixAlerts, () => listAlerts(sql, { now: now(), timeZone: organisation.timeZone }))
}

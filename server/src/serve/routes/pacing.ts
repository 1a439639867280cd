import * as endpoints from '@bx/contracts/endpoints/pacing'
import { applyAdvice, undoChange } from '../../commercial/pacing/changeShares.ts'
import { checkPacing } from '../../commercial/pacing/checkPacing.ts'
import { countOpenAlerts, listAlerts } from '../../commercial/pacing/listAlerts.ts'
import { readAllocations } from '../../commercial/pacing/readAllocations.ts'
import { readLastChecks } from '../../commercial/pacing/readLastChecks.ts'
import { showPacing } from '../../commercial/pacing/showPacing.ts'
import type { AppDeps } from '../appDeps.ts'
import { type Mounts, NOT_MODIFIED } from '../mount.ts'

/** How packages deliver, and the shares that make them. */
export function mountPacing(mounts: Mounts, { sql, now, organisation }: AppDeps): void {
  const { timeZone } = organisation
  mounts.mount(endpoints.readPacing, ({ params }) => showPacing(sql, params.package_id, { now: now(), timeZone }))
  mounts.mount(endpoints.checkPackagePacing, async ({ params }) => {
    const id = params.package_id
    await showPacing(sql, id, { now: now(), timeZone })
    await checkPacing(sql, { now: now(), organisation, slot: null, only: id })
    return { data: (await readLastChecks(sql, [id])).get(id) ?? null }
  })
  mounts.mount(endpoints.applyAdvice, async ({ params, body, principal }) => {
    const by = { actor: principal.email, reason: body.reason ?? null, now: now() }
    return { data: { changed: await applyAdvice(sql, params.package_id, by) } }
  })
  mounts.mount(endpoints.undoAllocation, async ({ params, body, principal }) => {
    const by = { actor: principal.email, reason: body.reason ?? null, now: now() }
    return { data: await undoChange(sql, params.change_no, by) }
  })
  mounts.mount(endpoints.listPackageAlerts, async ({ query }) => ({
    data: await listAlerts(sql, { onlyOpen: query.state === 'open' }),
    meta: { open: await countOpenAlerts(sql) },
  }))
  mounts.mount(endpoints.readAllocations, async ({ query, request, reply }) => {
    const { answer, etag } = await readAllocations(sql, { placement: query.placement_id, now: now() })
    reply.header('etag', etag).header('cache-control', 'private, no-cache')
    return request.headers['if-none-match'] === etag ? NOT_MODIFIED : answer
  })
}

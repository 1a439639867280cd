import {
  createMerchant,
  createMerchantKey,
  listMerchants,
  revokeMerchantKey,
  updateMerchant,
  upsertMerchants,
} from '@bx/contracts/endpoints/merchants'
import {
  createPlacement,
  listPlacementSlots,
  listPlacements,
  updatePlacement,
} from '@bx/contracts/endpoints/placements'
import * as accounts from '../../ops/accounts.ts'
import * as dimensions from '../../ops/dimensions.ts'
import { findMerchants } from '../../ops/findMerchants.ts'
import { placementSlots } from '../../ops/placementSlots.ts'
import { putMerchants } from '../../ops/putMerchants.ts'
import { localNow } from '../../query/period.ts'
import type { AppDeps } from '../app.ts'
import type { Mounts } from '../mount.ts'

export function mountDimensions(mounts: Mounts, { sql, now, organisation }: AppDeps): void {
  const today = () => localNow(now(), organisation.timeZone).day
  mounts.mount(listPlacements, async () => ({ data: await dimensions.listPlacements(sql, today()) }))
  mounts.mount(createPlacement, async ({ body, staff }) => ({
    data: await dimensions.addPlacement(sql, staff!.email, today(), body),
  }))
  mounts.mount(updatePlacement, async ({ params, body, staff }) => ({
    data: await dimensions.changePlacement(sql, staff!.email, today(), params.placement_id, body),
  }))
  mounts.mount(listPlacementSlots, async ({ params }) => ({ data: await placementSlots(sql, params.placement_id) }))
  mounts.mount(listMerchants, ({ query }) => findMerchants(sql, query))
  mounts.mount(createMerchant, async ({ body, staff }) => ({
    data: await dimensions.addMerchant(sql, staff!.email, body),
  }))
  mounts.mount(updateMerchant, async ({ params, body, staff }) => ({
    data: await dimensions.changeMerchant(sql, staff!.email, params.merchant_id, body),
  }))
  mounts.mount(upsertMerchants, async ({ body, staff }) => ({
    data: await putMerchants(sql, staff!.email, body),
  }))
  mounts.mount(createMerchantKey, async ({ params, body, staff }) => {
    const made = await accounts.createMerchantKey(sql, staff!.email, params.merchant_id, body.name)
    return { data: { key_id: made.keyId, api_key: made.key } }
  })
  mounts.mount(revokeMerchantKey, async ({ params, query, staff }) => ({
    data: { revoked: await accounts.revokeMerchantKey(sql, staff!.email, params.merchant_id, query.key_id) },
  }))
}

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
import * as accounts from '../../accounts/keys.ts'
import * as dimensions from '../../catalogue/dimensions.ts'
import { findMerchants } from '../../catalogue/findMerchants.ts'
import { placementSlots } from '../../catalogue/placementSlots.ts'
import { putMerchants } from '../../catalogue/putMerchants.ts'
import { localNow } from '../../lib/localDay.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

export function mountDimensions(mounts: Mounts, { sql, now, organisation }: AppDeps): void {
  const today = () => localNow(now(), organisation.timeZone).day
  mounts.mount(listPlacements, async () => ({ data: await dimensions.listPlacements(sql, today()) }))
  mounts.mount(createPlacement, async ({ body, principal }) => ({
    data: await dimensions.addPlacement(sql, principal.email, today(), body),
  }))
  mounts.mount(updatePlacement, async ({ params, body, principal }) => ({
    data: await dimensions.changePlacement(sql, principal.email, today(), params.placement_id, body),
  }))
  mounts.mount(listPlacementSlots, async ({ params }) => ({ data: await placementSlots(sql, params.placement_id) }))
  mounts.mount(listMerchants, ({ query }) => findMerchants(sql, query))
  mounts.mount(createMerchant, async ({ body, principal }) => ({
    data: await dimensions.addMerchant(sql, principal.email, body),
  }))
  mounts.mount(updateMerchant, async ({ params, body, principal }) => ({
    data: await dimensions.changeMerchant(sql, principal.email, params.merchant_id, body),
  }))
  mounts.mount(upsertMerchants, async ({ body, principal }) => ({
    data: await putMerchants(sql, principal.email, body),
  }))
  mounts.mount(createMerchantKey, async ({ params, body, principal }) => {
    const made = await accounts.createMerchantKey(sql, principal.email, params.merchant_id, body.name)
    return { data: { key_id: made.keyId, api_key: made.key } }
  })
  mounts.mount(revokeMerchantKey, async ({ params, query, principal }) => ({
    data: { revoked: await accounts.revokeMerchantKey(sql, principal.email, params.merchant_id, query.key_id) },
  }))
}

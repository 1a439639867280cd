import { listAudit } from '@bx/contracts/endpoints/auditLog'
import type { Answer } from '@bx/contracts/endpoints/endpoint'
import { readOrganisation } from '@bx/contracts/endpoints/organisation'
import { createSlotTokenKey, listSlotTokenKeys, revokeSlotTokenKey } from '@bx/contracts/endpoints/slotTokenKeys'
import {
  createWriteKey,
  listMerchantKeys,
  listWriteKeys,
  revokeWriteKey,
  updateWriteKey,
} from '@bx/contracts/endpoints/writeKeys'
import { auditTable } from '@bx/contracts/tables/operationsTables'
import { changeWriteKey } from '../../accounts/changeWriteKey.ts'
import * as accounts from '../../accounts/keys.ts'
import { listKeys, listKeysOfMerchants } from '../../accounts/listKeys.ts'
import { readAudit } from '../../accounts/readAudit.ts'
import * as slotTokenKeys from '../../accounts/slotTokenKeys.ts'
import type { Sql } from '../../db/client.ts'
import { readReportingLag } from '../../facts/reportingLag.ts'
import { AppError } from '../../lib/errors.ts'
import { readWindows } from '../../settings/attributionWindows.ts'
import type { Organisation } from '../../settings/organisation.ts'
import { VISITOR_LINKS } from '../../settings/registry.ts'
import { currentValue } from '../../settings/setting.ts'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** What applies to every figure, keys, and the audit log. */
export function mountSettings(mounts: Mounts, { sql, organisation }: AppDeps): void {
  mounts.mount(readOrganisation, async () => ({ data: await organisationNow(sql, organisation) }))
  mounts.mount(listWriteKeys, () => listKeys(sql))
  mounts.mount(createWriteKey, async ({ body, principal }) => {
    const made = await accounts.createWriteKey(sql, principal.email, body)
    return { data: { key_id: made.keyId, write_key: made.key } }
  })
  mounts.mount(updateWriteKey, async ({ params, body, principal }) => {
    await changeWriteKey(sql, principal.email, params.key_id, body)
    return { data: { updated: true as const } }
  })
  mounts.mount(revokeWriteKey, async ({ params, principal }) => {
    if (!(await accounts.revokeWriteKey(sql, principal.email, params.key_id))) throw new AppError('unknown_key')
    return { data: { revoked: true as const } }
  })
  mounts.mount(listSlotTokenKeys, () => slotTokenKeys.listSlotTokenKeys(sql))
  mounts.mount(createSlotTokenKey, async ({ body, principal }) => ({
    data: await slotTokenKeys.createSlotTokenKey(sql, principal.email, body.name),
  }))
  mounts.mount(revokeSlotTokenKey, async ({ params, principal }) => {
    await slotTokenKeys.revokeSlotTokenKey(sql, principal.email, params.key_id)
    return { data: { revoked: true as const } }
  })
  mounts.mount(listMerchantKeys, () => listKeysOfMerchants(sql))
  mounts.mount(listAudit, ({ query }) => readAudit(sql, query), {
    csv: auditTable,
  })
}

/** Zone, currency and days kept are fixed while the server runs; the rest may change at any time. */
async function organisationNow(sql: Sql, fixed: Organisation): Promise<Answer<typeof readOrganisation>['data']> {
  const [windows, { days, measured }, links] = await Promise.all([
    readWindows(sql),
    readReportingLag(sql),
    currentValue(sql, VISITOR_LINKS),
  ])
  return {
    ...{ time_zone: fixed.timeZone, currency: fixed.currency, raw_days: fixed.rawDays, sample_rate: fixed.sampleRate },
    without_consent: fixed.withoutConsent,
    windows: { click_minutes: windows.clickMinutes, conversion_days: windows.conversionDays },
    reporting_lag: { days, measured },
    uses_visitor_links: links.use,
  }
}

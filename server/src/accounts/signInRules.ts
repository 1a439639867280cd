import { FIRST_SIGN_IN_RULES, type SignInRules } from '@bx/contracts/endpoints/signInRules'
import { audit } from '../ops/audit.ts'
import type { Sql } from '../store/db.ts'
import { readVersioned, type Versioned, writeVersioned } from '../store/versionedSetting.ts'

const SETTING = 'sign_in'

/** How long sessions last and who needs a second factor; version 0 are the first rules, which nobody changed. */
export function readSignInRules(sql: Sql): Promise<Versioned<SignInRules>> {
  return readVersioned(sql, SETTING, FIRST_SIGN_IN_RULES)
}

/** Throws changed_meanwhile when another version than the one that was changed is in force. */
export function writeSignInRules(
  sql: Sql,
  actor: string,
  { version, ...rules }: SignInRules & { readonly version?: number | undefined },
): Promise<Versioned<SignInRules>> {
  return sql.begin(async (tx) => {
    const { before, after } = await writeVersioned(tx, {
      name: SETTING,
      first: FIRST_SIGN_IN_RULES,
      actor,
      version,
      value: rules,
    })
    await audit(tx, { actor, action: 'writeSignInRules', target: SETTING, details: { before, after: rules } })
    return after
  })
}

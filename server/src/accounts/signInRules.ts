import type { SignInRules } from '@bx/contracts/endpoints/signInRules'
import type { Sql } from '../db/client.ts'
import { flatVersion } from '../settings/flatVersion.ts'
import { SIGN_IN } from '../settings/registry.ts'
import { readSetting, writeSetting } from '../settings/setting.ts'

/** How long sessions last and who needs a second factor; version 0 is the default, which nobody has changed. */
export async function readSignInRules(sql: Sql) {
  return flatVersion(await readSetting(sql, SIGN_IN))
}

/** Throws changed_meanwhile if the edited version is no longer in force. */
export function writeSignInRules(
  sql: Sql,
  actor: string,
  { version, ...value }: SignInRules & { readonly version?: number | undefined },
) {
  return sql.begin(async (tx) => flatVersion(await writeSetting(tx, SIGN_IN, { actor, version, value })))
}

import type { Sql } from '../db/client.ts'
import { reasonOf } from '../lib/errors.ts'
import type { Logger } from '../lib/logger.ts'
import { settingsOf } from './registry.ts'
import { readSetting } from './setting.ts'

/** Logs every setting whose newest version is invalid: an older one is in force, or what needs it fails. */
export async function reportUnusable(sql: Sql, currency: string, logger: Logger): Promise<void> {
  for (const setting of settingsOf(currency)) {
    try {
      const { unusable, version } = await readSetting(sql, setting)
      if (unusable !== null)
        logger.error('setting_unusable', { setting: setting.name, version: unusable, in_force: version })
    } catch (error) {
      logger.error('setting_unusable', { setting: setting.name, reason: reasonOf(error) })
    }
  }
}

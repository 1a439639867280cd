import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/**
 * File in which a running supervisor leaves the address of its embedded database for commands, readable by its user
 * only.
 */
export function databaseUrlFile(dataDir: string): string {
  return join(dataDir, 'database_url')
}

/** The database to use: DATABASE_URL, or the embedded one of a running server in DATA_DIR. */
export async function readDatabaseUrl(config: Config): Promise<string> {
  if (config.database.kind === 'url') return config.database.url
  try {
    return await readFile(databaseUrlFile(config.dataDir), 'utf8')
  } catch (cause) {
    throw new Error(`No server runs in ${config.dataDir}: start it first, or set DATABASE_URL.`, { cause })
  }
}

/** The application's own login. */
export function appUrlOf(config: Config): string {
  if (config.appUrl !== null) return config.appUrl
  throw new Error(
    'APP_DATABASE_URL is missing: the application must not run as the owner of its tables. Create its login once with ' +
      '`npm run admin -- create-logins`.',
  )
}

// Writes the generated files: contracts/openapi.json, the routes of the web client, server/schema.sql, docs/config.md, the
// SDK's sizes in its README, and its addresses and hashes in the guides.
// `--check` writes nothing and fails when a file differs.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENDPOINTS } from '@bx/contracts/endpoints/all'
import { configDocs } from '../server/src/configDocs.ts'
import { dumpSchema } from '../server/src/db/dumpSchema.ts'
import { startEmbeddedPostgres } from '../server/src/db/embedded/startEmbeddedPostgres.ts'
import { openPool } from '../server/src/db/openPool.ts'
import { prepareSchema } from '../server/src/facts/prepareSchema.ts'
import { openApi } from '../server/src/serve/openapi.ts'
import { endpointRoutes } from './endpointRoutes.ts'
import { sdkGuides, sdkReadme } from './sdkDocs.ts'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')

settle(sdkReadme())
settle({
  'contracts/openapi.json': `${JSON.stringify(openApi(ENDPOINTS), null, 2)}\n`,
  'contracts/src/endpoints/routes.ts': await endpointRoutes(),
  'docs/config.md': configDocs(),
  'server/schema.sql': await schemaOfMigrations(),
  ...sdkGuides(),
})
if (process.exitCode) console.error('Run `npm run generate` and commit the result.')

function settle(files: Readonly<Record<string, string>>): void {
  const stale = Object.entries(files).filter(([file, text]) => current(file) !== text)
  if (!check) for (const [file, text] of stale) writeFileSync(join(root, file), text)
  for (const [file] of stale) console.log(`${check ? 'out of date' : 'written'}: ${file}`)
  if (check && stale.length > 0) process.exitCode = 1
}

function current(file: string): string | null {
  const path = join(root, file)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

async function schemaOfMigrations(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bx-generate-'))
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), durable: false })
  const sql = openPool({ url: postgres.url, max: 1, name: 'generate' })
  try {
    await prepareSchema(sql)
    return await dumpSchema(sql)
  } finally {
    await sql.end({ timeout: 2 })
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

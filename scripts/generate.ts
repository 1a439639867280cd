// Writes what is made from code: contracts/openapi.json, server/schema.sql, docs/config.md, and the SDK's addresses and
// hashes in the guides.
// `--check` writes nothing and fails when a file differs.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENDPOINTS } from '@bx/contracts/endpoints/all'
import { readSdkBuild } from '../sdk/version.ts'
import { configDocs } from '../server/src/configDocs.ts'
import { openApi } from '../server/src/serve/openapi.ts'
import { openPool } from '../server/src/store/db.ts'
import { dumpSchema } from '../server/src/store/dumpSchema.ts'
import { startEmbeddedPostgres } from '../server/src/store/embedded.ts'
import { migrate } from '../server/src/store/migrate.ts'

const root = join(import.meta.dirname, '..')
const check = process.argv.includes('--check')

const files: Readonly<Record<string, string>> = {
  'contracts/openapi.json': `${JSON.stringify(openApi(ENDPOINTS), null, 2)}\n`,
  'docs/config.md': configDocs(),
  'server/schema.sql': await schemaOfMigrations(),
  ...guidesWithSdk('docs/guides/instrument.md', 'sdk/README.md'),
}
const stale = Object.entries(files).filter(([file, text]) => current(file) !== text)
if (!check) for (const [file, text] of stale) writeFileSync(join(root, file), text)
for (const [file] of stale) console.log(`${check ? 'out of date' : 'written'}: ${file}`)
if (check && stale.length > 0) {
  console.error('Run `npm run generate` and commit the result.')
  process.exit(1)
}

function current(file: string): string | null {
  const path = join(root, file)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

/** Their script tags name the SDK as it is built now. */
function guidesWithSdk(...guides: readonly string[]): Record<string, string> {
  execFileSync(process.execPath, [join(root, 'scripts/build-sdk.ts')], { stdio: 'inherit' })
  const { version, integrity } = readSdkBuild(join(root, 'sdk/dist'))
  const tag = /\/sdk\/[0-9a-f]{16}\/([\w.-]+)" integrity="[^"]*"/g
  const named = (_: string, file: string) => `/sdk/${version}/${file}" integrity="${integrity[file]}"`
  return Object.fromEntries(guides.map((guide) => [guide, current(guide)!.replaceAll(tag, named)]))
}

async function schemaOfMigrations(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'bx-generate-'))
  chmodSync(folder, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), durable: false })
  const sql = openPool({ url: postgres.url, max: 1, name: 'generate' })
  try {
    await migrate(sql)
    return await dumpSchema(sql)
  } finally {
    await sql.end({ timeout: 2 })
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

// Lists the dependencies and their known vulnerabilities: a CycloneDX bill of materials in sbom.cdx.json, and npm's audit of
// production dependencies. Exits with 1 on an advisory of high or critical severity. A registry without advisories is
// reported, but is not a failure.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const FILE = 'sbom.cdx.json'

writeBill()
process.exitCode = audit() ? 0 : 1

function writeBill(): void {
  const { stdout } = npm('sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev')
  const bill = parsed(stdout) as { components?: unknown[] } | null
  if (bill?.components === undefined) throw new Error('npm sbom gave no bill of materials: run npm ci first')
  writeFileSync(join(root, FILE), stdout)
  console.log(`SBOM: ${bill.components.length} components in ${FILE}`)
}

/** false if action is needed. */
function audit(): boolean {
  const { stdout } = npm('audit', '--omit', 'dev', '--json')
  const report = parsed(stdout) as { metadata?: { vulnerabilities: Readonly<Record<string, number>> } } | null
  if (report?.metadata === undefined) {
    console.log('Audit: not done, the npm registry in use offers no advisories. Run it where one does.')
    return true
  }
  const { high = 0, critical = 0, moderate = 0, low = 0 } = report.metadata.vulnerabilities
  console.log(`Audit: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low. Details: npm audit`)
  return high + critical === 0
}

function npm(...args: string[]): { stdout: string } {
  return spawnSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

// The arrows of ARCHITECTURE.md as a rule: a file may import from the folders its own folder is allowed, and nothing
// else of ours. Adapters are imported by their `open.ts` only.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Folder -> folders it may import from (besides itself). The first entry that matches a file's path counts. */
const ALLOWED: readonly (readonly [folder: string, mayImport: readonly string[]])[] = [
  ['contracts/src', []],
  ['sdk', ['contracts/src']],
  ['web', ['contracts/src']],
  ['server/src/lib', ['contracts/src/events/personal.ts']],
  ['server/src/queue', ['server/src/lib', 'server/src/store', 'contracts/src']],
  ['server/src/store', ['server/src/lib', 'contracts/src']],
  ['server/src/ingest', ['server/src/lib', 'server/src/queue/queue.ts', 'server/src/store/db.ts', 'contracts/src']],
  ['server/src/process', ['server/src/lib', 'server/src/queue', 'server/src/store', 'contracts/src']],
  ['server/src/fold', ['server/src/lib', 'server/src/store', 'contracts/src']],
  ['server/src/attribution', ['server/src/lib', 'server/src/store', 'contracts/src']],
  ['server/src/query', ['server/src/lib', 'server/src/store', 'contracts/src']],
  ['server/src/commercial', ['server/src/lib', 'server/src/store', 'server/src/query', 'contracts/src']],
  [
    'server/src/accounts',
    ['server/src/lib', 'server/src/store', 'server/src/ops/audit.ts', 'server/src/ops/refuseStale.ts', 'contracts/src'],
  ],
  [
    'server/src/ops',
    [
      'server/src/lib',
      'server/src/store',
      'server/src/query',
      'server/src/queue/queue.ts',
      'server/src/queue/retryEnvelopes.ts',
      'server/src/process',
      'server/src/fold',
      'server/src/attribution',
      'server/src/ingest',
      'contracts/src',
    ],
  ],
  ['server/src', ['server/src', 'contracts/src']],
  ['server/test', ['server', 'contracts/src', 'world', 'bench/support']],
  ['world', ['contracts/src']],
  ['e2e', ['server', 'contracts/src', 'bench/support', 'world', 'sdk', 'scripts']],
  ['bench', ['server', 'contracts/src', 'world', 'e2e/support']],
  ['scripts', ['server', 'contracts/src', 'world', 'sdk', 'scripts']],
]

/** Adapters, and the one file that may import each. */
const ADAPTERS: Readonly<Record<string, string>> = {
  'server/src/queue/postgres.ts': 'server/src/queue/open.ts',
  'server/src/store/topology/plain.ts': 'server/src/store/topology/open.ts',
}

const problems = ALLOWED.map(([folder]) => folder)
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => filesBelow(folder))
  .filter((file, i, all) => all.indexOf(file) === i)
  .flatMap(check)
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exit(1)
console.log('Import arrows: no violation.')

function check(file: string): string[] {
  const rule = ALLOWED.find(([folder]) => file.startsWith(`${folder}/`))!
  const isTest = /\.test\.tsx?$|\/test\//.test(file)
  return importsOf(file).flatMap((target) => {
    const within = [rule[0], ...rule[1]].some((folder) => target === folder || target.startsWith(`${folder}/`))
    const only = ADAPTERS[target]
    // Tests and tools may look into what they test; arrows are about the product.
    const isTool = isTest || /^(bench|scripts|e2e)\//.test(file)
    const found: string[] = []
    if (!within && !isTest)
      found.push(`${file} imports ${target}: ${rule[0]} may import ${rule[1].join(', ') || 'nothing of ours'}`)
    if (only !== undefined && file !== only && !isTool)
      found.push(`${file} imports the adapter ${target}: only ${only} may`)
    return found
  })
}

/** Our own files that a file imports, relative to the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, specifier]) => specifier!)
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('@bx/contracts/')) return [`contracts/src/${specifier.slice('@bx/contracts/'.length)}.ts`]
    if (!specifier.startsWith('.')) return []
    return [relative(root, resolve(join(root, dirname(file)), specifier))]
  })
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !/node_modules|\.next|\/out\/|\/dist\//.test(file))
}

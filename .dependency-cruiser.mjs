// The arrows of ARCHITECTURE.md: each folder imports from the folders named here and nothing else of ours.

const SRC = 'server/src'

/** Folder of server/src -> what it may import, besides itself, `lib` and the contracts. A name with a dot is one file. */
const SERVER = {
  db: [],
  settings: ['db', 'accounts/audit.ts'],
  reach: ['db'],
  facts: ['db', 'settings', 'reach', 'queue/backlog.ts'],
  queue: ['db', 'facts/arrivals.ts'],
  accounts: ['db', 'settings'],
  ingest: ['db', 'settings', 'queue/queue.ts'],
  process: ['db', 'settings', 'queue', 'facts'],
  rollup: ['db', 'facts', 'reach'],
  attribution: ['db', 'settings', 'facts', 'accounts/audit.ts'],
  query: ['db', 'settings', 'facts', 'reach'],
  commercial: ['db', 'settings', 'facts', 'reach', 'attribution/credit', 'query', 'accounts'],
  catalogue: ['db', 'accounts/audit.ts'],
  deadLetters: ['db', 'settings', 'queue', 'process', 'ingest/rules', 'rollup', 'attribution', 'accounts/audit.ts'],
  invalidTraffic: ['db', 'settings', 'facts', 'ingest', 'accounts/audit.ts'],
  imports: ['db', 'facts/arrivals.ts', 'queue', 'process', 'ingest'],
  privacy: ['db', 'settings', 'facts', 'attribution'],
  monitoring: ['db', 'facts', 'query', 'queue/backlog.ts'],
  jobs: [
    ...['db', 'settings', 'facts', 'queue', 'rollup', 'attribution', 'query'],
    ...[
      'deadLetters',
      'invalidTraffic',
      'privacy',
      'monitoring',
      'accounts/verifyAudit.ts',
      'commercial/packages',
      'commercial/pacing',
    ],
  ],
  serve: [
    ...['db', 'settings', 'facts', 'queue', 'ingest', 'process', 'attribution', 'query', 'commercial'],
    ...['accounts', 'catalogue', 'deadLetters', 'jobs', 'monitoring'],
  ],
  run: [
    ...['config.ts', 'db', 'settings', 'facts', 'queue', 'ingest', 'process', 'rollup', 'attribution', 'jobs'],
    ...['monitoring', 'serve', 'accounts/firstAdmin.ts'],
  ],
}

/** The other parts of the repository -> what they may import of ours, besides themselves. */
const PARTS = {
  'contracts/src': [],
  sdk: ['contracts/src'],
  web: ['contracts/src'],
  world: ['contracts/src'],
  e2e: ['server', 'contracts/src', 'bench/support', 'world', 'sdk', 'scripts'],
  bench: ['server', 'contracts/src', 'world', 'e2e/support'],
  scripts: ['server', 'contracts/src', 'world', 'sdk'],
}

/** Adapters, and the one file of the product that chooses among them. */
const ADAPTERS = {
  [`${SRC}/queue/postgres.ts`]: `${SRC}/queue/open.ts`,
  [`${SRC}/facts/topology/plain.ts`]: `${SRC}/facts/topology/open.ts`,
}

const OURS = '^(contracts|sdk|web|server|world|e2e|bench|scripts)/'
const TESTS = '\\.test\\.tsx?$'

/** A rule: files below `folder` import only what lies below one of `allowed`. */
function arrow(name, folder, allowed) {
  const paths = [folder, ...allowed].map((path) =>
    path.includes('.') ? `^${path.replaceAll('.', '\\.')}$` : `^${path}/`,
  )
  return { name, severity: 'error', from: { path: `^${folder}/`, pathNot: TESTS }, to: { path: OURS, pathNot: paths } }
}

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(PARTS).map(([part, allowed]) => arrow(`arrows-of-${part}`, part, allowed)),
    arrow('arrows-of-lib', `${SRC}/lib`, ['contracts/src/events/personal.ts']),
    ...Object.entries(SERVER).map(([folder, allowed]) =>
      arrow(`arrows-of-${folder}`, `${SRC}/${folder}`, [
        ...['contracts/src', `${SRC}/lib`],
        ...allowed.map((path) => `${SRC}/${path}`),
      ]),
    ),
    {
      name: 'features-apart',
      severity: 'error',
      from: { path: '^web/features/([^/]+)/' },
      to: { path: '^web/features/', pathNot: '^web/features/$1/' },
    },
    ...Object.entries(ADAPTERS).map(([adapter, open]) => ({
      name: 'adapters-by-open',
      severity: 'error',
      from: { path: `^${SRC}/`, pathNot: [TESTS, `^${open}$`, `^${adapter}$`] },
      to: { path: `^${adapter}$` },
    })),
    // A folder that no rule names would be free of them.
    {
      name: 'every-folder-has-arrows',
      severity: 'error',
      from: {},
      to: { path: `^${SRC}/[^/]+/`, pathNot: ['lib', ...Object.keys(SERVER)].map((folder) => `^${SRC}/${folder}/`) },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|out|dist|\\.next)/|^sdk/lib/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
  },
}

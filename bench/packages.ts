import { listPackages as listEndpoint } from '@bx/contracts/endpoints/packages'
import { permissionsOf } from '@bx/contracts/endpoints/permissions'
import { readCommercialOverview } from '../server/src/commercial/overview/readCommercialOverview.ts'
import { checkPacing } from '../server/src/commercial/pacing/checkPacing.ts'
import { readAllocations } from '../server/src/commercial/pacing/readAllocations.ts'
import { showPacing } from '../server/src/commercial/pacing/showPacing.ts'
import { listPackages } from '../server/src/commercial/packages/listPackages.ts'
import { readPackage } from '../server/src/commercial/packages/readPackage.ts'
import { readSlotMix } from '../server/src/commercial/slotMix/readSlotMix.ts'
import { startEmbeddedPostgres } from '../server/src/db/embedded/startEmbeddedPostgres.ts'
import { openPool } from '../server/src/db/openPool.ts'
import { prepareSchema } from '../server/src/facts/prepareSchema.ts'
import { worldOf } from './answers.ts'
import { loadedAt, periodOf, time } from './queries.ts'
import { fillPackages, PACKAGES } from './support/fillPackages.ts'
import { percentile, type Row } from './support/table.ts'

const ORGANISATION = { timeZone: 'UTC', currency: 'GBP' }

/** Answers of the commercial screens, and a check of all packages, on the bench world with 500 live packages. */
export async function benchPackages(exposures: number, folder: string): Promise<Row[]> {
  const postgres = await startEmbeddedPostgres({ dataDir: await worldOf(exposures, folder), durable: true })
  try {
    const owner = openPool({ url: postgres.url, max: 1, name: 'bench packages', statementTimeoutMs: 0 })
    await prepareSchema(owner)
    const now = await loadedAt(owner)
    await fillPackages(owner, new Date(now))
    await owner.end({ timeout: 5 })
    const sql = openPool({ url: postgres.appUrl, max: 12, name: 'bench packages', statementTimeoutMs: 0 })
    const rows = [...(await checkRows(sql, now)), ...(await answerRows(sql, now))]
    await sql.end({ timeout: 5 })
    return rows
  } finally {
    await postgres.stop()
  }
}

type Pool = ReturnType<typeof openPool>

async function checkRows(sql: Pool, now: number): Promise<Row[]> {
  const seconds: number[] = []
  for (let i = 0; i < 3; i++) {
    const began = performance.now()
    await checkPacing(sql, { now: now + i * 1000, organisation: ORGANISATION, slot: null })
    seconds.push((performance.now() - began) / 1000)
  }
  return [
    {
      what: `check and plan ${PACKAGES} packages: first / later`,
      value: `${seconds[0]!.toFixed(1)} / ${Math.max(...seconds.slice(1)).toFixed(1)} s`,
      figure: 'every 15 minutes',
    },
  ]
}

async function answerRows(sql: Pool, now: number): Promise<Row[]> {
  const ids = (await sql<{ id: string }[]>`select package_id as id from merchant_packages`).map(({ id }) => id)
  const any = () => ids[Math.floor(Math.random() * ids.length)]!
  const reading = { permissions: permissionsOf('admin'), now, reporting: ORGANISATION }
  const page = (size: number) => listEndpoint.query.parse({ sort: 'urgency', size })
  const questions: Readonly<Record<string, () => Promise<unknown>>> = {
    'packages, 25 by urgency': () => listPackages(sql, page(25), reading),
    'packages, all 500': () => listPackages(sql, page(500), reading),
    'one package': () => readPackage(sql, any(), reading),
    'its pacing': () => showPacing(sql, any(), { now, timeZone: 'UTC' }),
    'allocations for a ranking service': () => readAllocations(sql, { placement: undefined, now }),
    'slot mix, 7 days': () => readSlotMix(sql, periodOf('7d', now)),
    'slot mix, 30 days': () => readSlotMix(sql, periodOf('30d', now)),
    'commercial overview, 30 days': () => readCommercialOverview(sql, periodOf('30d', now), { now, currency: 'GBP' }),
  }
  const rows: Row[] = []
  for (const [what, ask] of Object.entries(questions)) {
    const ms = await time(ask)
    const value = `${percentile(ms, 50).toFixed(1)} / ${percentile(ms, 95).toFixed(1)} ms`
    rows.push({ what: `${what}: p50 / p95`, value, figure: 'p95 < 50 ms' })
  }
  return rows
}

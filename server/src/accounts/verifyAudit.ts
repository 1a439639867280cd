import type { Sql, Tx } from '../db/client.ts'

export interface AuditAnchor {
  readonly entry: number
  /** Hex. */
  readonly hash: string
}

export type AuditVerdict =
  | { readonly intact: true; readonly entries: number; readonly anchor: AuditAnchor | null }
  | { readonly intact: false; readonly problem: string }

/**
 * Recomputes the chain of the audit log. Its head detects that the newest entries were cut off. Anchors stored outside
 * the database also detect that the owner of the database rewrote the whole chain.
 */
export async function verifyAudit(sql: Sql, anchors: readonly AuditAnchor[] = []): Promise<AuditVerdict> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const problem =
      (await brokenEntry(tx)) ?? (await unchainedEntry(tx)) ?? (await cutOff(tx)) ?? (await missedAnchor(tx, anchors))
    if (problem !== null) return { intact: false, problem }
    const anchor = await lastAnchor(tx)
    return { intact: true, entries: anchor?.entry ?? 0, anchor }
  })
}

/** The newest entry; null if there is none. */
export async function lastAnchor(sql: Sql | Tx): Promise<AuditAnchor | null> {
  const [row] = await sql<AuditAnchor[]>`
    select chain_no as entry, encode(hash, 'hex') as hash from audit_log
    where chain_no is not null order by chain_no desc limit 1`
  return row ?? null
}

interface Broken {
  readonly entry: number
  readonly expected: number
  readonly audit_id: number
  readonly at: Date
  readonly action: string
}

// Builds the content here instead of calling audit_content(): an attacker who can change an entry could change that
// too.
async function brokenEntry(tx: Tx): Promise<string | null> {
  const [row] = await tx<Broken[]>`
    with chain as (
      select *, row_number() over by_entry as expected, lag(hash, 1, ''::bytea) over by_entry as hash_before
      from audit_log where chain_no is not null window by_entry as (order by chain_no)
    )
    select chain_no as entry, expected, audit_id, at, action from chain
    where chain_no <> expected or previous_hash <> hash_before or hash <> sha256(previous_hash || convert_to(
      jsonb_build_array(chain_no, audit_id, (extract(epoch from at) * 1000000)::bigint, actor, action, target, details)::text,
      'UTF8'))
      or previous_hash is null or hash is null
    order by chain_no limit 1`
  if (row === undefined) return null
  if (row.entry !== row.expected) return `Entry ${row.expected} is missing: the next one is ${named(row)}.`
  return `${named(row)} was changed, or the one before it.`
}

async function unchainedEntry(tx: Tx): Promise<string | null> {
  const [row] = await tx<Omit<Broken, 'entry' | 'expected'>[]>`
    select audit_id, at, action from audit_log where chain_no is null order by audit_id limit 1`
  return row === undefined ? null : `audit_id ${row.audit_id} (${row.action}) was added past the chain.`
}

async function cutOff(tx: Tx): Promise<string | null> {
  const [head] = await tx<AuditAnchor[]>`select chain_no as entry, encode(hash, 'hex') as hash from audit_head`
  const last = (await lastAnchor(tx)) ?? { entry: 0, hash: '' }
  if (head === undefined) return 'The head of the chain is missing.'
  if (last.entry < head.entry) return `Entry ${last.entry + 1} is missing, and all after it up to ${head.entry}.`
  return last.hash === head.hash ? null : `Entry ${last.entry} is not the one in the head of the chain.`
}

async function missedAnchor(tx: Tx, anchors: readonly AuditAnchor[]): Promise<string | null> {
  for (const { entry, hash } of anchors.toSorted((a, b) => a.entry - b.entry)) {
    const [row] = await tx`
      select 1 from audit_log where chain_no = ${entry} and encode(hash, 'hex') = ${hash.toLowerCase()}`
    if (row === undefined) return `Entry ${entry} does not match the anchor: the log was rewritten or cut off.`
  }
  return null
}

function named({ entry, audit_id, at, action }: Omit<Broken, 'expected'>): string {
  return `entry ${entry} (audit_id ${audit_id}, ${action}, ${at.toISOString()})`
}

import { plainArray, type Tx, textArray } from '../db/client.ts'
import { utcDate } from '../lib/clock.ts'
import type { QueuedEnvelope } from '../queue/queue.ts'

/** Most programs stored; the events of others cannot be classified again. */
const MAX_AGENTS = 10_000

interface Named {
  /** null: two programs share this number, so neither can be classified by it. */
  agent: string | null
  day: string
}

/** Stores which program each number in `source_hash` means, and on which day it was last seen. */
export async function keepAgents(
  tx: Tx,
  envelopes: readonly Pick<QueuedEnvelope, 'agent' | 'receivedAt'>[],
): Promise<void> {
  const agents = new Map<number, Named>()
  for (const { agent: named, receivedAt } of envelopes) {
    if (named === undefined) continue
    const { no, agent } = named
    const [known, day] = [agents.get(no), utcDate(receivedAt)]
    if (known === undefined) agents.set(no, { agent, day })
    else {
      if (known.agent !== agent) known.agent = null
      if (known.day < day) known.day = day
    }
  }
  if (agents.size === 0) return
  // In one order, so that two workers do not deadlock.
  const rows = [...agents].sort(([a], [b]) => a - b)
  await tx`
    insert into source_agents as known (agent_no, agent, last_seen)
    select no, agent, day from unnest(${plainArray(rows.map(([no]) => no))}::int[],
      ${textArray(rows.map(([, { agent }]) => agent))}::text[], ${plainArray(rows.map(([, { day }]) => day))}::date[])
      as t (no, agent, day)
    where (select count(*) from source_agents) < ${MAX_AGENTS} or exists (select from source_agents where agent_no = no)
    order by no
    on conflict (agent_no) do update
    set agent = case when known.agent = excluded.agent then known.agent end,
      last_seen = greatest(known.last_seen, excluded.last_seen)
    where known.last_seen < excluded.last_seen or known.agent is distinct from excluded.agent`
}

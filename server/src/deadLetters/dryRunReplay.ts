import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { replayDeadLetters } from '@bx/contracts/endpoints/operations'
import { dryRun } from '../process/dryRun.ts'
import type { ProcessContext } from '../process/processContext.ts'
import { deadLetterEvent, type ReplayRules } from './deadLetterEvent.ts'
import { countWaiting, type ReplayFilter, readWaitingDeadLetters } from './replayDeadLetters.ts'
import { envelopesOf, type ReplayableEvent, type WaitingDeadLetter } from './replayEnvelopes.ts'

type Result = Answer<typeof replayDeadLetters>['data']['results'][number]

/** What would happen to each dead letter in a replay now. Nothing is changed. */
export async function dryRunReplay(
  context: ProcessContext,
  filter: ReplayFilter,
  rules: ReplayRules,
): Promise<Answer<typeof replayDeadLetters>['data']> {
  const deadLetters = await readWaitingDeadLetters(context.sql, filter)
  const sendable: ReplayableEvent[] = []
  const outcomes = new Map<string, Pick<Result, 'outcome' | 'code' | 'message'>>()
  for (const deadLetter of deadLetters) {
    const read = deadLetterEvent(deadLetter, rules)
    if ('event' in read) sendable.push({ deadLetter, event: read.event })
    else outcomes.set(String(deadLetter.id), rejected(read.refusal))
  }
  const queuedAt = new Date()
  const envelopes = envelopesOf(sendable).map((envelope) => ({ ...envelope, queuedAt }))
  for (const { item, outcome } of await dryRun(context, envelopes))
    outcomes.set(
      item.replay!.deadLetterId,
      typeof outcome === 'string' ? { outcome, code: null, message: null } : rejected(outcome),
    )
  const results = deadLetters.map((deadLetter) => resultOf(deadLetter, outcomes.get(String(deadLetter.id))!))
  const waiting = await countWaiting(context.sql, filter)
  return { waiting, matched: deadLetters.length, replayable: sendable.length, replayed: 0, results }
}

function rejected({ code, message }: { readonly code: string; readonly message: string }) {
  return { outcome: 'rejected' as const, code, message }
}

function resultOf(deadLetter: WaitingDeadLetter, outcome: Pick<Result, 'outcome' | 'code' | 'message'>): Result {
  return { dead_letter_id: String(deadLetter.id), event_id: deadLetter.eventId, kind: deadLetter.kind, ...outcome }
}

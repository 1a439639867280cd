import type { Answer } from '@bx/contracts/endpoints/endpoint'
import type { replayDeadLetters } from '@bx/contracts/endpoints/operations'
import type { ProcessContext } from '../process/processBatch.ts'
import { rehearse } from '../process/rehearse.ts'
import { type LetterRules, letterEvent } from './letterEvent.ts'
import { envelopesOf, type Letter, type LetterEvent, type ReplayFilter, readLetters } from './replayDeadLetters.ts'

type Result = Answer<typeof replayDeadLetters>['data']['results'][number]

/** What would become of each letter if it were sent again now. Nothing is changed. */
export async function rehearseReplay(
  context: ProcessContext,
  filter: ReplayFilter,
  rules: LetterRules,
): Promise<Answer<typeof replayDeadLetters>['data']> {
  const letters = await readLetters(context.sql, filter)
  const sendable: LetterEvent[] = []
  const outcomes = new Map<string, Pick<Result, 'outcome' | 'code' | 'message'>>()
  for (const letter of letters) {
    const read = letterEvent(letter, rules)
    if ('event' in read) sendable.push({ letter, event: read.event })
    else outcomes.set(String(letter.id), rejected(read.refusal))
  }
  const queuedAt = new Date()
  const envelopes = envelopesOf(sendable).map((envelope, i) => ({ ...envelope, id: String(i), queuedAt, attempts: 1 }))
  for (const { item, outcome } of await rehearse(context, envelopes))
    outcomes.set(
      item.replay!.deadLetterId,
      typeof outcome === 'string' ? { outcome, code: null, message: null } : rejected(outcome),
    )
  const results = letters.map((letter) => resultOf(letter, outcomes.get(String(letter.id))!))
  return { matched: letters.length, replayable: sendable.length, replayed: 0, results }
}

function rejected({ code, message }: { readonly code: string; readonly message: string }) {
  return { outcome: 'rejected' as const, code, message }
}

function resultOf(letter: Letter, outcome: Pick<Result, 'outcome' | 'code' | 'message'>): Result {
  return { dead_letter_id: String(letter.id), event_id: letter.eventId, kind: letter.kind, ...outcome }
}

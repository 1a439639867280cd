import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  close: 'Close',
  reason: 'Reason',
  kind: 'Kind',

  // Dead letter dialog
  aReplayWouldBeRejected: (message: Part, code: Part) => `A replay would be rejected: ${message} (${code}).`,
  aReplayWouldBeStored: 'A replay would be stored.',
  itIsStoredAlreadySent: 'It is stored already: sent again it settles this letter and counts once.',
  sendAgain: 'Send again',
  sentAgainItIsCounted: 'Sent again. It is counted, or listed here again, within seconds.',
  itWasAlreadySentAgain: 'It was already sent again and is on its way.',
  itCouldNotBeSent: 'It could not be sent again.',
  itExistsNowTheEvent: 'It exists now. The event is replayed automatically within seconds.',
  createItInTheSettings: 'Create it in the settings',
  theRefusedEvent: 'The refused event',

  // Dead letters view
  deadLetters: 'Dead letters',
  eventsAreStillAccepted: 'Events are still accepted.',
  all: 'All',
  latestDeadLetters: 'Latest dead letters',
  allOf: (byReason: Part) => `All ${byReason}`,
  moreWereOnlyCountedEach: (onlyCounted: Part) =>
    `${onlyCounted} more were only counted: each key keeps a limited number of dead letters per reason and hour.`,
  refusedEvents: 'Refused events',
  noDeadLetters: 'No dead letters with this reason.',
  noDeadLettersSentence: 'No dead letters.',
  of: (first: Part, last: Part, total: Part) => `${first} – ${last} of ${total}`,
  newer: 'Newer',
  older: 'Older',
  keptFor14DaysUser: 'Kept for 14 days. User ids are hashed; invalid values are described, not kept.',
  everyEventWasAccepted: 'Every event was accepted.',
  noDeadLettersHere: 'No dead letters here.',
  refusedEventsWait: (waiting: Part, isOne: boolean) => `${waiting} refused event${isOne ? ' waits' : 's wait'}.`,
  mostOften: (title: Part, waiting: Part) => `Most often: ${title}, ${waiting}.`,
  tableOfDeadLetters: 'Table of dead letters',
  refusedEventsNewestFirst: 'Refused events, newest first',
  received: 'Received',
  message: 'Message',
  key: 'Key',
  cause: 'Cause',
  sentAgain: 'Sent again',
  resolved: 'Resolved',
  stillMissing: 'Still missing',

  // Dry run
  eachEvent: 'Each event',
  whatWouldBecomeOfEach: 'What would become of each event, sent again now',
  outcome: 'Outcome',
  event: 'Event',

  // Dry run summary
  noDeadLettersWithThisReason: 'No dead letters with this reason any more.',
  wouldBeStored: (stored: Part) => `${stored} would be stored`,
  storedAlready: (duplicate: Part) => `${duplicate} stored already`,
  olderThanWhatIsStored: (superseded: Part) => `${superseded} older than what is stored`,
  wouldBeRefusedAgain: (rejected: Part) => `${rejected} would be refused again`,
  theOldestOf: (matched: Part, waiting: Part) => `The oldest ${matched} of ${waiting}`,
  wait: (matched: Part, isOne: boolean) => `${matched} ${isOne ? 'waits' : 'wait'}`,

  // Reasons
  theMessageSaysWhat: 'The message says what was expected. Correct the sender.',
  invalid: (field: Part) => `Invalid ${field}`,
  theMessageSaysWhatMust: (field: Part) =>
    `The message says what ${field} must look like. Correct the sender; refused events stay here.`,

  // Replay reason
  sendAllAgain: 'Send all again…',
  sendAgainOf: (title: Part) => `Send again: ${title}`,
  whatIsRefusedAgainStays: 'What is refused again stays here. An event counts once, however often it is sent.',
  sendingThemNowWouldChange: (fix: Part) => `Sending them now would change nothing. ${fix}`,
  sendAgainWith: (replayable: Part) => `Send ${replayable} again`,
  moreWaitSendAgain: (waiting: Part) => ` ${waiting} more wait: send again.`,
  sentAgainEachIsCounted: (replayed: Part) =>
    `${replayed} sent again. Each is counted, or listed here again, within seconds.`,
  wereAlreadyOnTheirWay: (replayable: Part) => ` ${replayable} were already on their way.`,
} as const

export const OUTCOME_LABELS = {
  stored: 'Would be stored',
  duplicate: 'Stored already',
  superseded: 'Older than what is stored',
  rejected: 'Would be refused',
} as const

export const REASON_WORDS: Readonly<Record<string, { readonly title: string; readonly fix: string }>> = {
  unknown_merchant: {
    title: 'Unknown merchant',
    fix: 'Create the merchant with this id or merchant_ref. Waiting events are replayed automatically within seconds.',
  },
  unknown_placement: {
    title: 'Unknown placement',
    fix: 'Create the placement with this id or placement_key. Waiting events are replayed automatically within seconds.',
  },
  stale: {
    title: 'Too old',
    fix: 'The event arrived later than its key allows. Correct the sender’s clock or its retries; an import key accepts older days.',
  },
  in_future: {
    title: 'In the future',
    fix: 'The event is dated more than 5 minutes ahead. Correct the sender’s clock.',
  },
  outside_retention: {
    title: 'No longer kept',
    fix: 'Raw events of this day are no longer kept, or not accepted yet. The event cannot be counted.',
  },
  currency_not_supported: {
    title: 'Other currency',
    fix: 'An installation reports in one currency. Convert the amount before sending.',
  },
  amount_too_large: {
    title: 'Amount too large',
    fix: 'Correct the amount at the sender. If it is right, raise MAX_AMOUNT and replay.',
  },
  status_at_in_future: {
    title: 'Status in the future',
    fix: 'The status is dated more than 5 minutes ahead. Correct the sender’s clock; a replay works once that time has come.',
  },
  too_many_slots: {
    title: 'Too many slots',
    fix: 'Raise the placement’s max slots and replay, or correct the sender.',
  },
  poison: {
    title: 'Refused by the database',
    fix: 'This is our fault. Keep the event, report it with its message, and replay it after the update.',
  },
  worker_died: {
    title: 'The worker stopped',
    fix: 'This is our fault. Keep the event, report it with its message, and replay it after the update.',
  },
}

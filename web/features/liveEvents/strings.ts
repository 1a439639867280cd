import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import type { Part } from '../../lib/part.ts'

export const texts = {
  // In several places
  verdict: 'Verdict',
  kind: 'Kind',
  placement: 'Placement',
  merchant: 'Merchant',

  // Event dialog
  close: 'Close',
  theEvent: 'The event',

  // Filter bar
  all: (counted: Part) => `All ${counted}`,
  anyKind: 'Any kind',
  any: (field: Part) => `Any ${field}`,
  noEventNamesThis: (field: Part) => `No event names this ${field}`,
  clear: 'Clear',

  // Live events view
  keys: 'Keys',
  liveEvents: 'Live events',
  thereIsNoWriteKey: 'There is no write key yet.',
  createOneInTheSettings: 'Create one in the settings.',
  key: 'key',
  theLatestEvents: 'The latest events',
  resume: 'Resume',
  pause: 'Pause',
  events: 'Events',
  noRecentEvents: 'No recent events with this key. Send one: it appears here within two seconds.',
  noneOfTheLast200: 'None of the last 200 events matches the filter.',
  theLast200Events: 'The last 200 events of the key; user ids are pseudonymised and cut.',
  tableOfLiveEvents: 'Table of live events',
  eventsOfTheKeyNewest: 'Events of the key, newest first',
  received: 'Received',
  reason: 'Reason',

  // Verdicts
  waitingForTheFirstEvent: 'Waiting for the first event.',
  ofTheLast: (events: Part) => `of the last ${events}`,
  wereRejected: (rejected: Part, ofTheLast: Part) => `${rejected} ${ofTheLast} were rejected.`,
  last: (message: Part) => `Last: ${message}`,
  flagged: (flagged: Part) => `${flagged} flagged`,
  duplicate: (duplicate: Part) => `${duplicate} duplicate`,
  superseded: (superseded: Part) => `${superseded} superseded`,
  eventsArriveAndAreAccepted: 'Events arrive and are accepted.',
} as const

export const KIND_LABELS: Readonly<Record<LiveEvent['kind'], string>> = {
  exposure: 'Exposures',
  render: 'Renders',
  click: 'Clicks',
  conversion: 'Conversions',
}

export const VERDICT_LABELS: Readonly<Record<LiveEvent['verdict'], string>> = {
  stored: 'Stored',
  flagged: 'Flagged',
  duplicate: 'Duplicate',
  superseded: 'Superseded',
  rejected: 'Rejected',
}

import type { LiveEvent } from '@bx/contracts/endpoints/liveEvents'
import type { AnswerSentence } from '../../ui/View.tsx'
import { texts } from './strings.ts'

/** A key for systems from a name for people: "Home carousel" is home_carousel, or home-carousel. */
export function keyFrom(name: string, separator: '_' | '-'): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, separator)
    .replace(new RegExp(`^${separator}+|${separator}+$`, 'g'), '')
    .slice(0, 128)
}

/** Whether the event is in the figures. */
export function isAccepted({ verdict }: LiveEvent): boolean {
  return verdict === 'stored'
}

/** Why an event counts or not, with the key that was probably meant. */
export function reasonOf(event: LiveEvent, placementKeys: readonly string[]): string {
  if (event.verdict === 'stored') return texts.counted
  if (event.verdict === 'duplicate') return texts.countedAlreadyThisEventId
  if (event.reason === 'bot_user_agent') return texts.notCountedSent
  const meant = event.reason === 'unknown_placement' ? similarKey(event.placement ?? '', placementKeys) : null
  if (event.reason === 'unknown_placement') return texts.unknownPlacement(meant === null ? '' : texts.didYouMean(meant))
  return event.message || event.reason
}

/** What the setup says under its title. */
export function setupAnswer(events: readonly LiveEvent[], doneBefore: number, hasData: boolean): AnswerSentence {
  const refused = events.filter(({ verdict }) => verdict === 'rejected').length
  if (events.some(isAccepted))
    return {
      lead: texts.yourFirstEventIsIn,
      rest: texts.allFourStepsAreDone(refused === 0 ? '' : texts.beforeThatWereRefused(refused, refused === 1)),
    }
  if (refused > 0)
    return {
      lead: texts.eventsWereRefused(refused, refused === 1),
      rest: texts.theReason,
    }
  if (hasData) return { lead: texts.eventsArrive, rest: texts.youCanUseThisPage }
  const left = 4 - doneBefore
  return {
    lead: texts.toYourFirstVerifiedEvent(
      left === 1 ? texts.oneStep : texts.steps(['', '', texts.two, texts.three, texts.four][left]!),
    ),
    rest: texts.itTakesAboutTenMinutes,
  }
}

/** The known key that a mistyped one probably means; null if none is similar. */
export function similarKey(typed: string, known: readonly string[]): string | null {
  const ranked = known
    .map((key) => ({ key, distance: distance(typed, key) }))
    .toSorted((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance > 0 && best.distance <= Math.max(1, Math.floor(typed.length / 4)) ? best.key : null
}

/** Changes of one character that turn `a` into `b` (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}

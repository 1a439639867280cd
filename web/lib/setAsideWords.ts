import type { OpsStatus } from './endpoints.ts'
import { count } from './formats.ts'
import { texts } from './strings.ts'

/** "12 events and 1 click or sale". */
export function setAsideWords({
  events,
  attributions,
}: Pick<OpsStatus['set_aside'], 'events' | 'attributions'>): string {
  return [
    ...(events > 0 || attributions === 0 ? [texts.events(count(events), events === 1)] : []),
    ...(attributions > 0 ? [texts.clicksAndSales(count(attributions), attributions === 1)] : []),
  ].join(texts.and)
}

import type { OpsStatus } from './endpoints.ts'
import { count } from './formats.ts'

/** "12 events and 1 click or sale". */
export function setAsideWords({
  events,
  attributions,
}: Pick<OpsStatus['set_aside'], 'events' | 'attributions'>): string {
  return [
    ...(events > 0 || attributions === 0 ? [`${count(events)} event${events === 1 ? '' : 's'}`] : []),
    ...(attributions > 0
      ? [`${count(attributions)} ${attributions === 1 ? 'click or sale' : 'clicks and sales'}`]
      : []),
  ].join(' and ')
}

import { z } from 'zod'
import type { Setting } from '../../server/src/settings/setting.ts'

// The demo's state between two starts.

const demo = { action: 'change_setting', broken: 'refuse' } as const

/** First day of the world's history. */
export const WORLD_START: Setting<string | null> = {
  ...{ ...demo, name: 'demo_world_start', first: null },
  schema: z.iso.date(),
}

/** Epoch milliseconds of the first start. */
export const HISTORY_UNTIL: Setting<number | null> = {
  ...{ ...demo, name: 'demo_history_until', first: null },
  schema: z.number(),
}

/** Whether a day of the history is loaded. */
export function dayLoaded(index: number): Setting<boolean> {
  return { ...demo, name: `demo_day_${index}`, first: false, schema: z.boolean() }
}

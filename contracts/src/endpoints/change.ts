import { z } from 'zod'
import type { Change } from '../metrics/change.ts'

/**
 * How a figure differs from the previous period: both values are given. `within_noise`: the 95 % interval includes no
 * change. null when the two are not compared.
 */
export const changeField = z
  .object({
    /** relative: now ÷ before − 1. points: the difference of two percentages. */
    kind: z.enum(['relative', 'points']),
    /** null: a relative change from 0. */
    value: z.number().nullable(),
    /** 95 % interval; null where it has no bound. */
    low: z.number().nullable(),
    high: z.number().nullable(),
    within_noise: z.boolean(),
  })
  .nullable() satisfies z.ZodType<Change | null>

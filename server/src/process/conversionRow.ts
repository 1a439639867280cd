import type { Conversion } from '@bx/contracts/events/conversion'
import type { LocalTime } from '../db/localTime.ts'
import type { MerchantKey } from './dimensions.ts'
import type { Item } from './item.ts'
export interface ConversionRow {
  readonly item: Item<Conversion>
  readonly merchant: MerchantKey
  readonly local: LocalTime
}

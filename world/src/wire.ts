import type { click } from '@bx/contracts/events/click'
import type { conversion } from '@bx/contracts/events/conversion'
import type { exposure } from '@bx/contracts/events/exposure'
import type { render } from '@bx/contracts/events/render'
import type { ConversionStatus, ExposureType } from '@bx/contracts/events/values'
import type { z } from 'zod'

// Events as an app sends them: the contract's fields, with all fields that the world fills always present (one object shape per
// kind keeps generation fast). The assertions below fail to compile if the contract differs.

export interface WireExposure {
  event_id: string
  merchant_id: string
  exposure_unit_id: string
  exposure_type: ExposureType
  placement_id: string
  user_id: string
  timestamp: string
  rank_position: number
  session_id: string
  is_clickable: boolean
  algorithm_version: string
  render_id: string
  viewable: boolean | null
  queued: boolean
  context: WireContext
  /** Only of slots that are sold. */
  package_id?: string
}

export interface WireContext {
  readonly platform: string
  readonly sdk_version: string
  readonly market: string
  readonly consent: string
}

export interface WireRender {
  render_id: string
  placement_id: string
  session_id: string
  timestamp: string
  slots_available: number
  slots_filled: number
  queued: boolean
}

export interface WireClick {
  click_id: string
  exposure_event_id: string
  placement_id: string
  merchant_id: string
  user_id: string
  session_id: string
  timestamp: string
  queued: boolean
}

export interface WireConversion {
  conversion_id: string
  click_id: string | null
  merchant_id: string
  user_id: string | null
  timestamp: string
  order_amount: string
  commission_amount: string
  currency: string
  status: ConversionStatus
  status_at: string
}

type Fits<Wire extends Contract, Contract> = Wire
export type WireEvent =
  | Fits<WireExposure, z.input<typeof exposure>>
  | Fits<WireRender, z.input<typeof render>>
  | Fits<WireClick, z.input<typeof click>>
  | Fits<WireConversion, z.input<typeof conversion>>

import type { BilledStatus, BillingBasis, DeliveryMode, EndRule } from '@bx/contracts/packages/values'

// The choices of a contract in words.

export const BASIS_LABELS: Readonly<Record<BillingBasis, string>> = {
  in_view: 'Impressions',
  viewable: 'Viewable impressions (MRC)',
  click: 'Clicks',
  conversion: 'Conversions',
}

export const END_LABELS: Readonly<Record<EndRule, string>> = {
  run_to_goal: 'At the goal, at the latest on the last day',
  hard_stop: 'On the last day; what exceeds goal and buffer is free',
}

export const DELIVERY_LABELS: Readonly<Record<DeliveryMode, string>> = {
  even: 'Evenly, along the traffic',
  front_loaded: 'More at the start',
  asap: 'As fast as possible',
}

export const STATUS_LABELS: Readonly<Record<BilledStatus, string>> = {
  pending: 'As soon as a sale is reported',
  confirmed: 'When a sale is confirmed',
}

export function optionsOf<Value extends string>(labels: Readonly<Record<Value, string>>) {
  return (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }))
}

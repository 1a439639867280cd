/** Models that share one conversion out; their credits sum to one conversion. */
export const CREDIT_MODELS = ['last_touch', 'first_touch', 'linear', 'time_decay', 'position_based'] as const
export type CreditModel = (typeof CREDIT_MODELS)[number]

/** With the seed's: every touched placement gets the whole conversion, which therefore does not sum. */
export const MODELS = [...CREDIT_MODELS, 'any_touch'] as const
export type Model = (typeof MODELS)[number]

export const MODEL_LABELS: Readonly<Record<Model, string>> = {
  last_touch: 'Last touch',
  first_touch: 'First touch',
  linear: 'Linear',
  time_decay: 'Time decay',
  position_based: 'Position based',
  any_touch: 'Any touch',
}

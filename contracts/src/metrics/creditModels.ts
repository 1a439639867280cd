/**
 * Models that split one conversion between touches; their credits sum to one conversion. `decisive_touch` credits the
 * touch of the named click, else the last click, else the last touch seen.
 */
export const CREDIT_MODELS = ['decisive_touch', 'first_touch', 'linear', 'time_decay', 'position_based'] as const
export type CreditModel = (typeof CREDIT_MODELS)[number]

/** Also `any_touch`: every touched placement gets the whole conversion, so its credits do not add up. */
export const MODELS = [...CREDIT_MODELS, 'any_touch'] as const
export type Model = (typeof MODELS)[number]

export const MODEL_LABELS: Readonly<Record<Model, string>> = {
  decisive_touch: 'Decisive touch',
  first_touch: 'First touch',
  linear: 'Linear',
  time_decay: 'Time decay',
  position_based: 'Position based',
  any_touch: 'Any touch',
}

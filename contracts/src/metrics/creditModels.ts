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
  decisive_touch: 'Decisive touch (clicks first)',
  first_touch: 'First touch',
  linear: 'Linear',
  time_decay: 'Time decay',
  position_based: 'Position based',
  any_touch: 'Any touch',
}

/** How each model splits a sale, rules and computed models. */
export const CREDIT_RULES: Readonly<Record<Model | 'markov' | 'shapley', string>> = {
  decisive_touch: 'All credit to the last click; without a click, to the last impression',
  first_touch: 'All credit to the first impression in the path',
  linear: 'The same credit to every impression',
  time_decay: 'Half the credit for each 7 days before the sale',
  position_based: '40% to the first impression, 40% to the last, 20% to those between',
  any_touch: 'The whole sale to every placement in the path: it does not add up',
  markov: 'The share of sales that would be lost without the placement',
  shapley: 'The average gain over every order of the placements that the buyer saw',
}

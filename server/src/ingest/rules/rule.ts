/** What a rule finds wrong with an event: a stable code, and what was expected. */
export interface Refusal {
  readonly code: string
  readonly message: string
}

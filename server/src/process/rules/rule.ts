/** What a rule finds wrong. `missingName` is set when the arrival of that row would make the event good. */
export interface Refusal {
  readonly code: string
  readonly message: string
  readonly missingName?: string
}

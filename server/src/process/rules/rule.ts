/** What a rule finds wrong. `missingName` is set if creating that row would make the event valid. */
export interface RowRefusal {
  readonly code: string
  readonly message: string
  readonly missingName?: string
}

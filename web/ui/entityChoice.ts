import type { Named } from '../lib/fuzzy.ts'

/** What is chosen from, and what a choice does. */
export interface EntityChoice {
  readonly what: string
  readonly name: string
  readonly entities: readonly Named[]
  /** Search results of the server: shown without further filtering. */
  readonly found?: { readonly isWaiting: boolean; readonly onSearch: (search: string) => void }
  readonly onChoose: (id: string) => void
}

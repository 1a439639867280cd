/** A table of facts as the topology creates it. */
export interface FactTable {
  readonly name: string
  readonly comment: string
  readonly columns: readonly FactColumn[]
  /** Column with the day that a row belongs to. */
  readonly day: string
  /**
   * Identity of a row; contains `day`, because neither a partitioned table nor a hypertable enforces a key without it.
   */
  readonly key: readonly string[]
  /** Column by which a topology distributes rows over servers; it then joins the key. Null: not distributed. */
  readonly distributedBy: string | null
  readonly checks: readonly string[]
  readonly indexes: readonly FactIndex[]
  /** What bx_app may do. */
  readonly grants: string
}

export interface FactColumn {
  readonly name: string
  readonly type: string
  readonly isNullable?: boolean
  readonly default?: string
  readonly comment: string
}

export interface FactIndex {
  readonly name: string
  /** From `using` on. */
  readonly definition: string
}

/** A view over facts. */
export interface FactView {
  readonly name: string
  readonly comment: string
  readonly query: string
  /** By column, in order. */
  readonly columns: Readonly<Record<string, string>>
}

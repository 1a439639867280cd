import loadHighs, { type Highs } from 'highs'

// Builds a linear programme row by row and minimises it with HiGHS (WebAssembly, one thread).

export type Term = readonly [variable: number, factor: number]

export class LinearProgram {
  readonly #cost: number[] = []
  readonly #upper: number[] = []
  readonly #rowUpper: number[] = []
  readonly #rowLower: number[] = []
  readonly #starts: number[] = [0]
  readonly #columns: number[] = []
  readonly #values: number[] = []

  /** Adds a variable from 0 to `upper`. @returns its number */
  variable(cost: number, upper = Number.POSITIVE_INFINITY): number {
    this.#upper.push(upper)
    return this.#cost.push(cost) - 1
  }

  /** lower ≤ sum of the terms ≤ upper */
  row(lower: number, terms: Iterable<Term>, upper: number): void {
    for (const [variable, factor] of terms) {
      if (factor === 0) continue
      this.#columns.push(variable)
      this.#values.push(factor)
    }
    this.#starts.push(this.#columns.length)
    this.#rowLower.push(lower)
    this.#rowUpper.push(upper)
  }

  atMost(terms: Iterable<Term>, upper: number): void {
    this.row(Number.NEGATIVE_INFINITY, terms, upper)
  }

  /** The values of the variables at the least cost; null if they are not found within `seconds`. Blocks the thread meanwhile. */
  async minimise(seconds: number): Promise<Float64Array | null> {
    const highs = await solver()
    const [columns, rows] = [this.#cost.length, this.#rowUpper.length]
    const model = highs.createModel({
      ...{ numCols: columns, numRows: rows, colCost: this.#cost, colLower: new Float64Array(columns) },
      ...{ colUpper: this.#upper, rowLower: this.#rowLower, rowUpper: this.#rowUpper },
      matrix: {
        ...{ format: 'csr', numRows: rows, numCols: columns },
        ...{ starts: this.#starts, indices: this.#columns, values: this.#values },
      },
    })
    try {
      model.options.set({ output_flag: false, time_limit: seconds })
      model.run()
      if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null
      return Float64Array.from(model.getSolution().colValue)
    } finally {
      model.dispose()
    }
  }
}

let loaded: Promise<Highs> | undefined

function solver(): Promise<Highs> {
  // The package declares a CommonJS default export, but its ES module exports the loader itself.
  loaded ??= (loadHighs as unknown as typeof loadHighs.default)()
  return loaded
}

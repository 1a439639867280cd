/** Numbers texts in order of appearance. */
export class Positions {
  readonly values: string[] = []
  readonly #positions = new Map<string, number>()

  get size(): number {
    return this.values.length
  }

  of(values: readonly string[]): number[] {
    return values.map((value) => this.at(value))
  }

  at(value: string): number {
    return this.#positions.get(value)!
  }

  enter(value: string): void {
    if (this.#positions.has(value)) return
    this.#positions.set(value, this.values.push(value) - 1)
  }
}

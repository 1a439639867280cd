/** Lets work run side by side, but for what has to run alone: that waits for the others and holds up the next. */
export class Lanes {
  readonly #running = new Set<Promise<unknown>>()
  #alone: Promise<void> = Promise.resolve()

  async beside<T>(work: () => Promise<T>): Promise<T> {
    for (let seen: Promise<void> | null = null; seen !== this.#alone; ) {
      seen = this.#alone
      await seen
    }
    const done = work()
    this.#running.add(done)
    return done.finally(() => this.#running.delete(done))
  }

  async alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#alone
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#alone = promise
    await before
    await Promise.allSettled(this.#running)
    return work().finally(resolve)
  }
}

/** Runs work concurrently, except exclusive work, which waits for the others and delays the next. */
export class ExclusiveRunner {
  readonly #running = new Set<Promise<unknown>>()
  #alone: Promise<void> = Promise.resolve()

  async runConcurrent<T>(work: () => Promise<T>): Promise<T> {
    for (let seen: Promise<void> | null = null; seen !== this.#alone; ) {
      seen = this.#alone
      await seen
    }
    const done = work()
    this.#running.add(done)
    return done.finally(() => this.#running.delete(done))
  }

  async runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#alone
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#alone = promise
    await before
    await Promise.allSettled(this.#running)
    return work().finally(resolve)
  }
}

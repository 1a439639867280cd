/**
 * Answers that were just computed. One question is asked of the database once however many ask it at the same time.
 * Bounded: the longest unused answer goes first.
 */
export class AnswerCache {
  readonly #answers = new Map<string, { answer: Promise<unknown>; until: number }>()
  readonly #max: number

  constructor(max = 500) {
    this.#max = max
  }

  /** @param ttlMs at most 2 s for answers that include today, 5 min for closed ranges */
  get<T>(key: string, ttlMs: number, compute: () => Promise<T>): Promise<T> {
    const now = performance.now()
    const known = this.#answers.get(key)
    if (known && known.until > now) return known.answer as Promise<T>
    const answer = compute()
    this.#answers.delete(key)
    this.#answers.set(key, { answer, until: now + ttlMs })
    answer.catch(() => this.#answers.delete(key))
    if (this.#answers.size > this.#max) this.#answers.delete(this.#answers.keys().next().value!)
    return answer
  }
}

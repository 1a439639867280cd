import { LRUCache } from 'lru-cache'

export interface AnswerCacheOptions {
  /** Bytes of all cached answers together, with their keys. */
  readonly maxBytes: number
  /** A longer answer is sent but not cached. */
  readonly maxAnswerBytes: number
}

/** Limited by bytes, because answers differ in size by a factor of a thousand. */
const LIMITS: AnswerCacheOptions = { maxBytes: 64 * 1_048_576, maxAnswerBytes: 8 * 1_048_576 }

/** An answer as it is sent: checked against its schema, serialised once, its bytes counted. */
export class WrittenAnswer {
  readonly body: Buffer

  constructor(answer: unknown) {
    this.body = Buffer.from(JSON.stringify(answer))
  }
}

/**
 * Caches recent answers, least recently used out first. Concurrent requests for the same answer share one computation.
 */
export class AnswerCache {
  readonly #kept: LRUCache<string, WrittenAnswer>
  readonly #computing = new Map<string, Promise<WrittenAnswer>>()

  constructor({ maxBytes, maxAnswerBytes }: AnswerCacheOptions = LIMITS) {
    this.#kept = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: maxAnswerBytes,
      sizeCalculation: ({ body }, key) => body.length + key.length,
    })
  }

  /** Bytes of the cached answers. */
  get bytes(): number {
    return this.#kept.calculatedSize
  }

  /** The answer, if it is cached or being computed. */
  find(key: string): WrittenAnswer | Promise<WrittenAnswer> | undefined {
    return this.#kept.get(key) ?? this.#computing.get(key)
  }

  /** Finds the answer or computes it. Failures are not cached. */
  async get(key: string, ttlMs: number, compute: () => Promise<WrittenAnswer>): Promise<WrittenAnswer> {
    const known = this.find(key)
    if (known !== undefined) return known
    const computing = compute()
    this.#computing.set(key, computing)
    try {
      const answer = await computing
      this.#kept.set(key, answer, { ttl: ttlMs })
      return answer
    } finally {
      this.#computing.delete(key)
    }
  }
}

import { isTransient } from '../lib/errors.ts'
import { sleep } from '../lib/retry.ts'

const TRIES = 100

/**
 * For work that needs a strong lock on a fact table: it queues behind long reads, and inserts queue behind it (a plain
 * drop stalled all inserts for 3 s). With lock_timeout it gives up early, and is retried here.
 */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === TRIES || !isTransient(error)) throw error
      await sleep(50 + Math.random() * 200)
    }
  }
}

import { scryptSync } from 'node:crypto'
import { parentPort } from 'node:worker_threads'
import type { ScryptJob } from './scryptPool.ts'

// One thread of the pool: derives one key at a time. It blocks on purpose, because this thread does nothing else.

parentPort!.on('message', ({ password, salt, N, r, p }: ScryptJob) => {
  try {
    parentPort!.postMessage({ key: scryptSync(password, salt, 32, { N, r, p, maxmem: 256 * 1_048_576 }) })
  } catch (error) {
    parentPort!.postMessage({ error: String(error) })
  }
})

import { AppError, isTransient } from '../lib/errors.ts'

// Turns many small writes into a few large ones: what arrives during a commit is collected and written together next. A
// lone request does not wait; a thousand concurrent ones share one fsync.

interface Pending<T> {
  readonly items: readonly T[]
  readonly payloads: readonly string[]
  resolve(): void
  reject(error: unknown): void
}

export interface GroupCommitOptions<T> {
  /** Above this many waiting bytes, new items are refused with 503, so that memory stays bounded. */
  readonly maxPendingBytes: number
  /** Most bytes of one write, so that statements stay bounded. */
  readonly maxWriteBytes?: number
  /** Writes and commits; resolves when the items are on disk. */
  write(payloads: readonly string[], items: readonly T[]): Promise<void>
}

export function groupCommit<T>(options: GroupCommitOptions<T>): (items: readonly T[]) => Promise<void> {
  const maxWriteBytes = options.maxWriteBytes ?? 8 * 1_048_576
  let waiting: Pending<T>[] = []
  let pendingBytes = 0
  let writing = false

  return (items) => {
    const payloads = items.map((item) => JSON.stringify(item))
    const bytes = byteCount(payloads)
    if (pendingBytes + bytes > options.maxPendingBytes) return Promise.reject(new AppError('queue_unavailable'))
    pendingBytes += bytes
    return new Promise<void>((resolve, reject) => {
      waiting.push({ items, payloads, resolve, reject })
      if (!writing) void drain()
    }).finally(() => {
      pendingBytes -= bytes
    })
  }

  async function drain(): Promise<void> {
    writing = true
    while (waiting.length > 0) {
      const group = nextGroup()
      try {
        await options.write(
          group.flatMap((pending) => pending.payloads),
          group.flatMap((pending) => pending.items),
        )
        for (const pending of group) pending.resolve()
      } catch (error) {
        // Nothing was acknowledged, so the sender keeps its events and retries.
        const refusal = isTransient(error) ? new AppError('queue_unavailable', { cause: error }) : error
        for (const pending of group) pending.reject(refusal)
      }
    }
    writing = false
  }

  function nextGroup(): Pending<T>[] {
    let bytes = 0
    let size = 0
    while (size < waiting.length && (size === 0 || bytes < maxWriteBytes)) bytes += byteCount(waiting[size++]!.payloads)
    const group = waiting.slice(0, size)
    waiting = waiting.slice(size)
    return group
  }
}

function byteCount(payloads: readonly string[]): number {
  return payloads.reduce((sum, payload) => sum + payload.length, 0)
}

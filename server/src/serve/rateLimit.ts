import { AppError } from '../lib/errors.ts'

/**
 * At most `max` calls per `windowMs` and name; throws too_many_requests with the seconds to wait. A sliding window in
 * this process's memory, bounded to 10,000 names.
 */
export function rateLimit(max: number, windowMs: number, now: () => number = () => performance.now()) {
  const calls = new Map<string, number[]>()
  return (name: string): void => {
    const since = now() - windowMs
    const recent = (calls.get(name) ?? []).filter((at) => at > since)
    if (recent.length >= max) {
      throw new AppError('too_many_requests', { retryAfter: Math.ceil((recent[0]! - since) / 1000) })
    }
    recent.push(now())
    calls.delete(name)
    calls.set(name, recent)
    if (calls.size > 10_000) calls.delete(calls.keys().next().value!)
  }
}

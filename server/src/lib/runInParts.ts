import { blame } from './errors.ts'
import { runSteps } from './runSteps.ts'

/**
 * Runs `work` for all items, `atOnce` of them at a time. If a part fails because of its data, each of its items runs
 * alone, so that one cannot block the others; then throws the failures.
 */
export function runInParts<T>(
  items: readonly T[],
  atOnce: number,
  work: (part: readonly T[]) => Promise<unknown>,
): Promise<void> {
  const parts = Array.from({ length: Math.ceil(items.length / atOnce) }, (_, i) =>
    items.slice(i * atOnce, (i + 1) * atOnce),
  )
  return runSteps(parts.map((part) => () => runPart(part, work)))
}

async function runPart<T>(part: readonly T[], work: (part: readonly T[]) => Promise<unknown>): Promise<void> {
  try {
    await work(part)
  } catch (error) {
    if (part.length === 1 || blame(error) === 'environment') throw error
    await runSteps(part.map((item) => () => work([item])))
  }
}

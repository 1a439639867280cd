import { reasonOf } from './errors.ts'

/** Runs all steps, one after the other, even after a failure; then throws the failures. */
export async function runSteps(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => errors.push(error))
  if (errors.length === 1) throw errors[0]
  if (errors.length > 1) throw new AggregateError(errors, errors.map(reasonOf).join('; '))
}

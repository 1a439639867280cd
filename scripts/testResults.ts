export interface Failure {
  readonly file: string
  /** Null if the file itself could not be run. */
  readonly test: string | null
}

export interface Results {
  readonly passed: number
  readonly skipped: number
  readonly failures: readonly Failure[]
}

export interface Combined {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** What has to be read: failures, and tests that passed only when they ran again. */
  readonly lines: readonly string[]
}

/**
 * The result of a run and of the second run of its failed files.
 * @param first null: Vitest failed outside of any test
 * @param again null: there was no second run
 */
export function combine(first: Results | null, again: Results | null): Combined {
  if (first === null) return { passed: 0, failed: 1, skipped: 0, lines: ['failed: Vitest itself, see above'] }
  const { skipped } = first
  if (again === null) {
    const lines = first.failures.map((failure) => `failed: ${nameOf(failure)}`)
    return { passed: first.passed, failed: first.failures.length, skipped, lines }
  }
  const twice = new Set(again.failures.map(nameOf))
  const healed = first.failures.filter((failure) => !twice.has(nameOf(failure)))
  // A file that could not be run at first has tests that the first run did not count.
  const filesThatRan = healed.some(({ test }) => test === null)
  return {
    passed: first.passed + (filesThatRan ? again.passed : healed.length),
    failed: again.failures.length,
    skipped,
    lines: [
      ...again.failures.map((failure) => `failed: ${nameOf(failure)}`),
      ...healed.map((failure) => `passed only when run again, alone: ${nameOf(failure)}`),
    ],
  }
}

function nameOf({ file, test }: Failure): string {
  return test === null ? file : `${file}: ${test}`
}

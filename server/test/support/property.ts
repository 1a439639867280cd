import fc from 'fast-check'

/**
 * Runs a property and fails with what is needed to run its counterexample again:
 * `TEST_SEED=.. TEST_PATH=.. vitest run <file>`; TEST_SHRINK=1 looks for a smaller one first, and prints it.
 */
export async function expectProperty<T extends [unknown]>(
  property: fc.IAsyncProperty<T>,
  numRuns: number,
): Promise<void> {
  const { TEST_SEED: seed, TEST_PATH: path, TEST_SHRINK: shrink } = process.env
  const found = await fc.check(property, {
    numRuns,
    endOnFailure: shrink !== '1',
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(path === undefined ? {} : { path }),
  })
  if (!found.failed) return
  const example = shrink === '1' ? `\n${fc.stringify(found.counterexample)}` : ''
  throw new Error(
    `failed in run ${found.numRuns}: TEST_SEED=${found.seed} TEST_PATH=${found.counterexamplePath}${example}\n${found.errorInstance}`,
    { cause: found.errorInstance },
  )
}

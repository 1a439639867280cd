import fc from 'fast-check'

/** Worlds of one seed in a long run. */
const WORLDS_PER_SEED = 25

/**
 * Runs a property; a failure prints how to reproduce its counterexample:
 * `TEST_SEED=.. TEST_PATH=.. vitest run <file>`; TEST_SHRINK=1 looks for a smaller one first, and prints it.
 */
export async function expectProperty<T extends [unknown]>(
  property: fc.IAsyncProperty<T>,
  numRuns: number,
  ownSeed?: number,
): Promise<void> {
  const { TEST_SEED: seed = ownSeed, TEST_PATH: path, TEST_SHRINK: shrink } = process.env
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

/**
 * Thousands of worlds, the same ones in every run: seeds 1, 2, 3 .. of 25 worlds each, on several databases at a time.
 * Prints how far it is; TEST_SEED_FROM=n goes on with seed n.
 * @param properties the same property on different databases
 */
export async function expectManyWorlds<T extends [unknown]>(
  properties: readonly fc.IAsyncProperty<T>[],
  { name, worlds }: { readonly name: string; readonly worlds: number },
): Promise<void> {
  if (process.env.TEST_SEED !== undefined) return expectProperty(properties[0]!, worlds)
  const first = Number(process.env.TEST_SEED_FROM ?? 1)
  const last = Math.ceil(worlds / WORLDS_PER_SEED)
  const [running, began] = [new Set<number>(), performance.now()]
  let [next, done] = [first, 0]
  await Promise.all(
    properties.map(async (property) => {
      while (next <= last) {
        const seed = next++
        running.add(seed)
        await expectProperty(property, WORLDS_PER_SEED, seed)
        running.delete(seed)
        report(++done)
      }
    }),
  )

  function report(seeds: number): void {
    const rate = (seeds * WORLDS_PER_SEED) / ((performance.now() - began) / 1000)
    const below = Math.min(next, ...running)
    process.stdout.write(
      `${name}: ${seeds * WORLDS_PER_SEED} worlds, ${rate.toFixed(2)} a second; all seeds below ${below} of ${last} are done\n`,
    )
  }
}

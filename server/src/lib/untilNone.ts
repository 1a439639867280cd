/** Runs parts of a work until one finds nothing left. Returns the sum of their results. */
export async function untilNone(part: () => Promise<number>): Promise<number> {
  let sum = 0
  for (let done = await part(); done > 0; done = await part()) sum += done
  return sum
}

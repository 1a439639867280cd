const said = new Set<string>()

/** Warns once per reason, so that a fault in a loop does not fill the console. Reasons are few: our texts, and browser errors. */
export function warn(reason: unknown): void {
  if (said.has(`${reason}`)) return
  said.add(`${reason}`)
  console.warn('[bx]', reason)
}

/** The host page must not break because of us: an error becomes a warning, and `otherwise` is returned. */
export function quietly<A extends readonly unknown[], R>(work: (...args: A) => R, otherwise?: R): (...args: A) => R {
  return (...args) => {
    try {
      return work(...args)
    } catch (error) {
      warn(error)
      // Omitted only if nothing is returned.
      return otherwise as R
    }
  }
}

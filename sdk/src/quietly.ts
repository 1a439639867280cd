/** The host page must not break because of us: what is thrown becomes a warning and `otherwise`. */
export function quietly<A extends readonly unknown[], R>(work: (...args: A) => R, otherwise?: R): (...args: A) => R {
  return (...args) => {
    try {
      return work(...args)
    } catch (error) {
      console.warn('[bx]', error)
      // Left out only where nothing is returned.
      return otherwise as R
    }
  }
}

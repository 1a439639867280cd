/** The written URLs that are still to be applied. A URL that was not written here is a navigation, which clears them. */
export function afterShown(written: readonly string[], shown: string): readonly string[] {
  const at = written.indexOf(shown)
  return at === -1 ? [] : written.slice(at + 1)
}

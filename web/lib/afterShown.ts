/** Of the addresses that were written, those that are still to be shown; one that nobody wrote is a navigation, which ends them all. */
export function afterShown(written: readonly string[], shown: string): readonly string[] {
  const at = written.indexOf(shown)
  return at === -1 ? [] : written.slice(at + 1)
}

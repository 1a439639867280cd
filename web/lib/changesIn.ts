/** The changed values of a form; changes by others to the rest are kept. Null without changes. */
export function changesIn<T extends object>(opened: object, form: T): Partial<T> | null {
  const before = opened as Record<string, unknown>
  const changed = Object.entries(form).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
  )
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<T>)
}

/** Replaces the parameters of one owner in a query and keeps the others. */
export function mergeQuery(search: string, owned: readonly string[], next: URLSearchParams): string {
  const params = new URLSearchParams(search)
  for (const key of owned) params.delete(key)
  for (const [key, value] of next) params.append(key, value)
  return params.toString()
}

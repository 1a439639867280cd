/** An address' query with the part that one reader owns written anew; what others keep in it stays. */
export function mergeQuery(search: string, owned: readonly string[], next: URLSearchParams): string {
  const params = new URLSearchParams(search)
  for (const key of owned) params.delete(key)
  for (const [key, value] of next) params.append(key, value)
  return params.toString()
}

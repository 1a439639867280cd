/** The address with these days instead of a range that moves on. */
export function fixedDays(address: string, { start, end }: { readonly start: string; readonly end: string }): string {
  const url = new URL(address)
  url.searchParams.delete('range')
  url.searchParams.set('start_date', start)
  url.searchParams.set('end_date', end)
  return url.href
}

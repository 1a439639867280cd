import type { Fragment, Sql, Tx } from './db.ts'

// Search in text without case and accents, the same in SQL and here.

/** Without case and accents, as `folded` is in SQL. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** `fold`, of an expression. */
export function folded(sql: Sql | Tx, text: Fragment): Fragment {
  return sql`lower(regexp_replace(normalize(${text}, nfd), '[\u0300-\u036f]', '', 'g'))`
}

/**
 * Whether a folded text holds every word of a search.
 * @param before what must stand before each word
 */
export function hasWords(sql: Sql | Tx, text: Fragment, search: string | undefined, before = ''): Fragment {
  const words = fold(search ?? '')
    .trim()
    .split(/\s+/)
    .map((word) => before + word)
  return sql`(select bool_and(strpos(${text}, word) > 0) from unnest(${words}::text[]) as word)`
}

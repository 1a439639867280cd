import type { Fragment, Sql, Tx } from './client.ts'

// Case- and accent-insensitive search, the same in SQL and here.

/** Removes case and accents, like `withoutMarksSql` in SQL. */
export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** `withoutMarks` of an SQL expression. */
export function withoutMarksSql(sql: Sql | Tx, text: Fragment): Fragment {
  return sql`lower(regexp_replace(normalize(${text}, nfd), '[\u0300-\u036f]', '', 'g'))`
}

/**
 * Whether a text without marks contains every word of a search.
 * @param before what must precede each word
 */
export function hasWords(sql: Sql | Tx, text: Fragment, search: string | undefined, before = ''): Fragment {
  const words = withoutMarks(search ?? '')
    .trim()
    .split(/\s+/)
    .map((word) => before + word)
  return sql`(select bool_and(strpos(${text}, word) > 0) from unnest(${words}::text[]) as word)`
}

/** A value in a text of a strings.ts, already formatted. */
export type Part = string | number

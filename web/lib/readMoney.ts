import { type Money, parseMoney } from '@bx/contracts/money'

/** Exact money from wire format, to compare, sort and add up. Use `sumMoney` and `rateMoney` to display it. */
export function readMoney<T extends string | null>(sent: T): T extends string ? Money : Money | null {
  return (sent === null ? null : parseMoney(sent)) as T extends string ? Money : Money | null
}

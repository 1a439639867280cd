'use client'
import { useRef, useState } from 'react'

interface Order {
  readonly question: string
  readonly lens: string
  readonly ids: readonly string[]
}

/**
 * Rows do not move under the pointer, nor when the same query is shown in another way: the order stays, and a button offers
 * the new one.
 * @param question the query; another query is sorted at once
 * @param lens a way to look at it: figures change with it, rows do not move
 */
export function useSteadyOrder<Row>(
  sorted: readonly Row[],
  idOf: (row: Row) => string,
  { question, lens }: { readonly question: string; readonly lens: string },
) {
  const held = useRef(false)
  const [order, setOrder] = useState<Order>({ question: '', lens: '', ids: [] })
  const due = sorted.map(idOf)
  const isSame = order.question === question && order.ids.join() === due.join()
  const isHeld = held.current || order.lens !== lens
  const keeps = isHeld && !isSame && order.question === question
  if (isSame ? order.lens !== lens : !keeps) setOrder({ question, lens, ids: due })
  const byId = new Map(sorted.map((row) => [idOf(row), row]))
  // New rows come last, removed rows disappear.
  const ids = keeps ? new Set([...order.ids, ...due]) : due
  const rows = [...ids].flatMap((id) => byId.get(id) ?? [])
  return {
    rows,
    orderChanged: keeps,
    update: () => setOrder({ question, lens, ids: due }),
    hold: (on: boolean) => {
      held.current = on
    },
  }
}

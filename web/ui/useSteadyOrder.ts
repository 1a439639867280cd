'use client'
import { useRef, useState } from 'react'

/**
 * Rows do not change places under the pointer: while it is over the table the order stays, and a button says that
 * another one is due.
 * @param question what was asked for; another question is answered at once
 */
export function useSteadyOrder<Row>(sorted: readonly Row[], idOf: (row: Row) => string, question: string) {
  const held = useRef(false)
  const [order, setOrder] = useState<{ question: string; ids: readonly string[] }>({ question: '', ids: [] })
  const due = sorted.map(idOf)
  const isSame = order.question === question && order.ids.join() === due.join()
  const keeps = held.current && order.question === question && order.ids.length === due.length
  if (!isSame && !keeps) setOrder({ question, ids: due })
  const byId = new Map(sorted.map((row) => [idOf(row), row]))
  const rows = keeps ? order.ids.flatMap((id) => byId.get(id) ?? []) : sorted
  return {
    rows,
    orderChanged: keeps && !isSame,
    update: () => setOrder({ question, ids: due }),
    hold: (on: boolean) => {
      held.current = on
    },
  }
}

import { Pagination } from '@mantine/core'
import { count } from '../lib/formats.ts'
import { texts } from './strings.ts'

/** Rows per page; with this many or fewer there is no pager. */
export const PAGE_ROWS = 25

interface PageOf {
  readonly number: number
  readonly pages: number
  readonly from: number
  readonly to: number
}

/** The rows of a page; a page beyond the last is the last. */
export function pageOf(rows: number, asked: number): PageOf {
  const pages = Math.max(1, Math.ceil(rows / PAGE_ROWS))
  const number = Math.min(asked, pages)
  return { number, pages, from: (number - 1) * PAGE_ROWS, to: Math.min(rows, number * PAGE_ROWS) }
}

export function Pager(props: {
  readonly page: PageOf
  readonly rows: number
  readonly onChange: (page: number) => void
}) {
  const { number, pages, from, to } = props.page
  return (
    <>
      <span>{props.rows === 0 ? texts.none : texts.ofOf(count(from + 1), count(to), count(props.rows))}</span>
      {pages > 1 && (
        <Pagination
          size="sm"
          total={pages}
          value={number}
          onChange={props.onChange}
          getControlProps={(control) => ({ 'aria-label': texts.page(control) })}
          getItemProps={(page) => ({ 'aria-label': texts.pageOf(page) })}
        />
      )}
    </>
  )
}

import { Scroller } from '../../ui/Scroller.tsx'
import table from '../../ui/Table.module.css'
import classes from './Health.module.css'
import { texts } from './strings.ts'

/** A table of texts; the first cell of a row is its header. */
export function Rows(props: {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly empty: string
}) {
  return (
    <>
      <div className={table.tableHead}>
        <h2>{props.title}</h2>
      </div>
      {props.rows.length === 0 ? (
        <p className={classes.empty}>{props.empty}</p>
      ) : (
        <Scroller label={texts.rows(props.title)}>
          <table className={table.table}>
            <caption className="visually-hidden">{props.title}</caption>
            <thead>
              <tr>
                {props.head.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.rows.map(([name, ...cells]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, i) => (
                    <td key={props.head[i + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroller>
      )}
    </>
  )
}

import classes from './Figure.module.css'
import type { FigureTable } from './figureTable.ts'
import { Scroller } from './Scroller.tsx'
import { texts } from './strings.ts'

/** A chart as a table. */
export function FigureRows({ title, table }: { readonly title: string; readonly table: FigureTable }) {
  return (
    <Scroller label={texts.asATable(title)}>
      <table className={classes.table}>
        <thead>
          <tr>
            {table.head.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, i) => (
                <td key={table.head[i + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroller>
  )
}

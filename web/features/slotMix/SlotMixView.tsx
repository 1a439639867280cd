'use client'
import { slotMixTable } from '@bx/contracts/tables/slotMixTable'
import { ENDPOINTS, type SlotMix } from '../../lib/endpoints.ts'
import { count, ratio } from '../../lib/formats.ts'
import { useReport } from '../../lib/useReport.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { ReportView } from '../../ui/ReportView.tsx'
import { sortedRows } from '../../ui/tableSpec.ts'
import { ViewHead } from '../../ui/View.tsx'
import { answerOf } from './answer.ts'
import { chosenRow } from './chosenRow.ts'
import { DaysCard } from './DaysCard.tsx'
import { paidOf } from './figures.ts'
import { MixCard } from './MixCard.tsx'
import classes from './SlotMix.module.css'
import { texts } from './strings.ts'
import { specOf } from './table.tsx'

/** Where is paid crowding organic? */
export function SlotMixView() {
  const report = useReport(ENDPOINTS.slotMix)
  const [state, set] = useViewState()
  return (
    <ReportView report={report} what={texts.slotMix} slow={texts.slow}>
      {(answer, comparable) => {
        const row = chosenRow(answer.data.rows, state.id)
        const spec = specOf(answer, row, { state, comparable, onChoose: (id) => set({ id }) })
        return {
          head: (
            <ViewHead
              title={texts.slotMix}
              answer={answerOf(answer, !comparable)}
              csv={() => slotMixTable(answer, sortedRows(spec, state.filter, state.sort).sorted)}
            />
          ),
          isEmpty: answer.data.totals.total_impressions === 0,
          body: (
            <>
              <div className={classes.columns}>
                <DataTable spec={spec} />
                {row && <MixCard answer={answer} row={row} />}
              </div>
              {row && <DaysCard answer={answer} row={row} />}
            </>
          ),
          foot: <Foot answer={answer} />,
        }
      }}
    </ReportView>
  )
}

/** How the figures add up, and what is not billed. */
function Foot({ answer: { data } }: { readonly answer: SlotMix }) {
  const { totals } = data
  const inferred = totals.inferred_impressions
  const organic = totals.organic_impressions
  return (
    <>
      {texts.howItAddsUp(count(paidOf(totals)), count(organic), count(totals.total_impressions))}
      {inferred > 0 && (
        <>
          <br />
          {texts.inferredInAll(count(inferred), ratio(inferred / organic))}
        </>
      )}
    </>
  )
}

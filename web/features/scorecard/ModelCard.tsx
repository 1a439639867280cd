'use client'
import { MODEL_LABELS, MODELS, type Model } from '@bx/contracts/metrics/creditModels'
import { Button, SegmentedControl } from '@mantine/core'
import type { PerformanceMeta } from '../../lib/endpoints.ts'
import { dateRange } from '../../lib/formats.ts'
import { useViewState } from '../../lib/useViewState.ts'
import { Card } from '../../ui/View.tsx'
import classes from './ModelCard.module.css'
import { finalDays, windowWords } from './windows.ts'

/** Who gets the credit, how far back, and which days can still change. */
export function ModelCard({ meta }: { readonly meta: PerformanceMeta }) {
  const [state, set] = useViewState()
  const days = finalDays(meta)
  return (
    <Card label="Credit">
      <div className={classes.card}>
        <div className={classes.models}>
          <span>Credit model</span>
          <SegmentedControl
            size="xs"
            aria-label="Credit model"
            value={state.model}
            onChange={(model) => set({ model: model as Model })}
            data={MODELS.map((value) => ({ value, label: MODEL_LABELS[value] }))}
          />
        </div>
        <div>
          <span>Windows</span>
          <p>{windowWords(meta)}</p>
        </div>
        <div>
          <span>
            {days.final} of {days.all.length} days are final
          </span>
          <p className={classes.days}>
            <span className={classes.strip} aria-hidden>
              {days.all.map(({ day, isFinal }) => (
                <i key={day} className={isFinal ? undefined : classes.open} />
              ))}
            </span>
            {meta.open_from !== null && <>Sales for {dateRange(meta.open_from, meta.end, false)} can still grow</>}
            {days.lastFinal !== null && (
              <Button onClick={() => set({ range: 'custom', start: meta.start, end: days.lastFinal })}>
                Final days only
              </Button>
            )}
          </p>
        </div>
      </div>
    </Card>
  )
}

'use client'
import { MODEL_LABELS, MODELS, type Model } from '@bx/contracts/metrics/creditModels'
import { SegmentedControl } from '@mantine/core'
import type { PerformanceMeta } from '../lib/endpoints.ts'
import { useViewState } from '../lib/useViewState.ts'
import { Finality } from './Finality.tsx'
import classes from './ModelCard.module.css'
import { texts } from './strings.ts'
import { Card } from './View.tsx'
import { windowWords } from './windows.ts'

/** Credit model, attribution windows, and which days can still change. */
export function ModelCard({ meta }: { readonly meta: PerformanceMeta }) {
  const [state, set] = useViewState()
  return (
    <Card label={texts.credit}>
      <div className={classes.card}>
        <div className={classes.models}>
          <span>{texts.creditModel}</span>
          <SegmentedControl
            size="xs"
            aria-label={texts.creditModel}
            value={state.model}
            onChange={(model) => set({ model: model as Model })}
            data={MODELS.map((value) => ({ value, label: MODEL_LABELS[value] }))}
          />
        </div>
        <div className={classes.windows}>
          <span>{texts.windows}</span>
          <p>{windowWords(meta)}</p>
        </div>
        <Finality meta={meta} />
      </div>
    </Card>
  )
}

'use client'
import { SegmentedControl } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { describeQuadrant, quadrant, quadrantTable } from '../../charts/quadrant.ts'
import type { Benchmark } from '../../lib/endpoints.ts'
import { usePlacementOrder } from '../../lib/usePlacementOrder.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import { CVR_LABELS, texts } from './strings.ts'

/** CTR and CVR by placement: where the merchant is clicked, and where it sells. */
export function QuadrantCard({ benchmark: { data, meta } }: { readonly benchmark: Benchmark }) {
  const [up, setUp] = useState<keyof typeof CVR_LABELS>('click')
  const places = up === 'click' ? 1 : 2
  const key = up === 'click' ? 'click_cvr_pct' : 'cvr_pct'
  const dots = useMemo(
    () =>
      data.rows.flatMap((row) =>
        row.ctr_pct === null || row[key] === null
          ? []
          : [
              {
                id: row.placement_id,
                name: row.placement_name,
                key: row.placement_key,
                tier: row.tier,
                x: row.ctr_pct,
                y: row[key],
                impressions: row.impressions,
                isEnough: row.basis === 'merchant',
              },
            ],
      ),
    [data.rows, key],
  )
  const axes = useMemo(() => ({ x: data.medians.ctr_pct, y: data.medians[key], places }), [data.medians, key, places])
  const orderOf = usePlacementOrder()
  const options = useCallback(
    (colours: ChartColours) => quadrant(dots, { ...axes, orderOf }, colours),
    [dots, axes, orderOf],
  )
  return (
    <Card label={texts.ctrAgainstCvr}>
      <Figure
        title={texts.ctrAgainstCvr}
        subtitle={texts.areaImpressionsDashedDots}
        controls={
          <SegmentedControl
            size="xs"
            aria-label={texts.verticalRate}
            value={up}
            onChange={(value) => setUp(value as keyof typeof CVR_LABELS)}
            data={[
              { value: 'click', label: texts.perClick },
              { value: 'impression', label: texts.perImpression },
            ]}
          />
        }
        sentence={describeQuadrant(dots, axes, CVR_LABELS[up])}
        table={quadrantTable(dots, { name: CVR_LABELS[up], column: key, places })}
        file={`ctr-cvr_${data.merchant.merchant_name}_${meta.start}_${meta.end}_${meta.traffic}`}
        height={300}
        layout={{ left: 52, right: 24, points: 'keys' }}
        options={options}
        empty={dots.length === 0 ? texts.noClicksOnTheseDays : null}
      />
    </Card>
  )
}

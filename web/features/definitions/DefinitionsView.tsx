import {
  availableMetric,
  capacityMetric,
  feasibilityMetric,
  monthlyCapacityMetric,
} from '@bx/contracts/metrics/allocation'
import { averageRankMetric } from '@bx/contracts/metrics/averageRank'
import { concentrationMetric } from '@bx/contracts/metrics/concentration'
import { assistedMetric, clicksMetric, conversionsMetric } from '@bx/contracts/metrics/conversions'
import { ctrMetric } from '@bx/contracts/metrics/ctr'
import { cvrPerClickMetric } from '@bx/contracts/metrics/cvrPerClick'
import { cvrPerImpressionMetric } from '@bx/contracts/metrics/cvrPerImpression'
import { fillRateMetric } from '@bx/contracts/metrics/fillRate'
import { frequencyMetric } from '@bx/contracts/metrics/frequency'
import { impressionShareMetric } from '@bx/contracts/metrics/impressionShare'
import { impressionsMetric } from '@bx/contracts/metrics/impressions'
import { reachMetric } from '@bx/contracts/metrics/reach'
import { displacedMetric, monthlyRevenueMetric, revenueAtRiskMetric } from '@bx/contracts/metrics/revenueAtRisk'
import { riskScoreMetric } from '@bx/contracts/metrics/riskScore'
import { commissionMetric, rpmMetric } from '@bx/contracts/metrics/rpm'
import { saturationMetric } from '@bx/contracts/metrics/saturation'
import { slotsFilledMetric } from '@bx/contracts/metrics/slotsFilled'
import { viewableRateMetric } from '@bx/contracts/metrics/viewableRate'
import { visitorShareMetric } from '@bx/contracts/metrics/visitorShare'
import { Card } from '../../ui/View.tsx'
import classes from './DefinitionsView.module.css'

const METRICS = [
  impressionsMetric,
  viewableRateMetric,
  reachMetric,
  visitorShareMetric,
  frequencyMetric,
  impressionShareMetric,
  concentrationMetric,
  averageRankMetric,
  slotsFilledMetric,
  fillRateMetric,
  saturationMetric,
  clicksMetric,
  ctrMetric,
  conversionsMetric,
  assistedMetric,
  cvrPerImpressionMetric,
  cvrPerClickMetric,
  rpmMetric,
  commissionMetric,
  feasibilityMetric,
  capacityMetric,
  availableMetric,
  monthlyCapacityMetric,
  riskScoreMetric,
  displacedMetric,
  monthlyRevenueMetric,
  revenueAtRiskMetric,
]

/** How figures are calculated: the definitions that all screens, files and API answers use. */
export function DefinitionsView() {
  return (
    <>
      <h1>How these figures are made</h1>
      <p className={classes.lead}>
        Every event is counted once. The database counts; each rate is calculated in one place, named here, so that
        screen, file and API show the same number.
      </p>
      <Card label="Definitions">
        <dl className={classes.list}>
          {METRICS.map((metric) => (
            <div key={metric.key} id={metric.key}>
              <dt>{metric.label}</dt>
              <dd>
                {metric.formula}.
                <small>
                  {metric.key} · {metric.additive ? 'adds up over days and placements' : 'does not add up'} · from{' '}
                  {metric.source}
                </small>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card label="Reading">
        <dl className={classes.list}>
          {NOTES.map(([title, text]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </>
  )
}

const NOTES = [
  [
    'Net and gross',
    'Suspected invalid traffic is stored and marked, never deleted. Net leaves it out, gross counts it.',
  ],
  [
    'Compared periods',
    'Today is in progress: impressions of both periods are counted up to the same hour, and both values are printed. Reach, frequency, merchants, slots, fill rate, shares and a merchant’s impressions have whole days only; their change says over how many full days it is. Nothing is compared with days before the first that has data.',
  ],
  [
    '≈ and “within noise”',
    'Reach up to 2,048 people is counted. Above, it is an estimate, about 6% either way at 95%, and the same for the same people in every view. Every change has a 95% range, shown on hover. A change whose range includes no change is grey and “within noise”: chance alone explains it.',
  ],
  ['Complete to', 'All events received before this time are included.'],
  ['–', 'There is nothing to divide by, or nothing to compare with. It is not zero.'],
] as const

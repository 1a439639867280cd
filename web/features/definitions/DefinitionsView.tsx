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
import {
  atRiskMetric,
  bookedMetric,
  deliveredValueMetric,
  merchantsLiveMetric,
  packageRevenueMetric,
} from '@bx/contracts/metrics/packageMoney'
import { adLoadMetric, inferredMetric, paidShareMetric } from '@bx/contracts/metrics/paidShare'
import * as quoteMetrics from '@bx/contracts/metrics/quote'
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
import { DEFINITION_NOTES, texts } from './strings.ts'

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
  bookedMetric,
  deliveredValueMetric,
  atRiskMetric,
  packageRevenueMetric,
  merchantsLiveMetric,
  paidShareMetric,
  adLoadMetric,
  inferredMetric,
  ...Object.values(quoteMetrics),
]

/** How figures are calculated: the definitions that all screens, files and API answers use. */
export function DefinitionsView() {
  return (
    <>
      <h1>{texts.howTheseFiguresAreMade}</h1>
      <p className={classes.lead}>{texts.everyEventIsCountedOnce}</p>
      <Card label={texts.definitions}>
        <dl className={classes.list}>
          {METRICS.map((metric) => (
            <div key={metric.key} id={metric.key}>
              <dt>{metric.label}</dt>
              <dd>
                {metric.formula}.
                <small>{texts.doesNotAddUpFrom(metric.key, Boolean(metric.additive), metric.source)}</small>
              </dd>
            </div>
          ))}
        </dl>
      </Card>
      <Card label={texts.reading}>
        <dl className={classes.list}>
          {DEFINITION_NOTES.map(([title, text]) => (
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

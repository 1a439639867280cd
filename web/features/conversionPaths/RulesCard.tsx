import { LAB_LABELS, LAB_MODELS } from '@bx/contracts/metrics/attributionLab'
import { CREDIT_RULES } from '@bx/contracts/metrics/creditModels'
import { Card } from '../../ui/View.tsx'
import classes from './ConversionPaths.module.css'
import { texts } from './strings.ts'

/** How each model counts, in one line each. */
export function RulesCard() {
  return (
    <Card label={texts.howEachModelCounts}>
      <div className={classes.lead}>
        <h2>{texts.howEachModelCounts}</h2>
      </div>
      <dl className={classes.rules}>
        {LAB_MODELS.map((model) => (
          <div key={model}>
            <dt>{LAB_LABELS[model]}</dt>
            <dd>{CREDIT_RULES[model]}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

import { parseMoney } from '@bx/contracts/money'
import { OBJECTIVES, priceCpc, priceCpi } from '@bx/contracts/packages/pricing'
import type { CommercialRules } from '../../lib/endpoints.ts'
import { shortCount } from '../../lib/formats.ts'
import { Tag } from '../../ui/View.tsx'
import type { Ask } from './ask.ts'
import { unitMoney } from './figures.ts'
import classes from './Pricing.module.css'
import { OBJECTIVE_WORDS, texts } from './strings.ts'

/** The three objectives, each with what the budget buys. */
export function ObjectiveCards(props: {
  readonly ask: Ask
  readonly rules: CommercialRules | undefined
  readonly currency: string
  readonly onChange: (part: Partial<Ask>) => void
}) {
  const { ask, rules, currency } = props
  return (
    <fieldset className={classes.cards}>
      <legend>{texts.objective}</legend>
      {OBJECTIVES.map((objective) => {
        const words = OBJECTIVE_WORDS[objective]
        const cpc = unitMoney(ask.cpc ?? rules?.pricing.base_cpc ?? null, currency)
        return (
          <label key={objective} className={classes.choice}>
            <input
              type="radio"
              name="objective"
              checked={ask.objective === objective}
              onChange={() => props.onChange({ objective })}
            />
            <span>
              <b>{words.label}</b>
              <Tag>{words.type}</Tag>
              <small>{words.pays(cpc)}</small>
            </span>
            <span>
              <b>{rules === undefined ? texts.none : bought(ask, rules, objective, currency)}</b>
              <small>{words.units}</small>
            </span>
          </label>
        )
      })}
    </fieldset>
  )
}

function bought(ask: Ask, { pricing }: CommercialRules, objective: Ask['objective'], currency: string): string {
  if (objective === 'conversions') return ''
  const budget = parseMoney(ask.budget)
  if (objective === 'traffic') {
    const found = priceCpc(budget, parseMoney(ask.cpc ?? pricing.base_cpc), currency)
    return shortCount(found?.units ?? null)
  }
  const rates = {
    base: parseMoney(ask.cpm ?? pricing.base_cpm),
    factor: ask.factor ?? pricing.high_value_factor,
    highPct: ask.highPct ?? pricing.high_value_pct,
  }
  return shortCount(priceCpi(budget, rates, currency)?.units ?? null)
}

import type { PricedQuote } from '../../lib/endpoints.ts'
import { dateRange, shortCount, sumMoney } from '../../lib/formats.ts'
import type { AnswerSentence } from '../../ui/View.tsx'
import { unitMoney, unitsOf } from './figures.ts'
import { texts, unitsText } from './strings.ts'

/** The view's question, "what does this budget buy?". */
export function answerOf(quote: PricedQuote): AnswerSentence {
  const { currency, budget, unit_price: unitPrice } = quote
  const units = unitsOf(quote)
  if (units === null) return { lead: texts.payPerSale, rest: texts.nothingReserved }
  const price = unitMoney(unitPrice, currency)
  return {
    lead: texts.buys(
      sumMoney(budget, currency),
      unitsText(quote.package_type, units, shortCount(units)),
      quote.package_type === 'CPI' ? texts.perThousand(price) : texts.perClick(price),
    ),
    rest: room(quote),
  }
}

function room({ deal, start_date: start, end_date: end }: PricedQuote): string {
  if (deal === null || start === null || end === null) return ''
  const days = dateRange(start, end)
  const available = shortCount(deal.available)
  return deal.left < 0 ? texts.notAvailable(available, days) : texts.available(available, days, shortCount(deal.left))
}

'use client'
import { moneyText } from '@bx/contracts/money'
import { useCallback } from 'react'
import type { ChartColours } from '../../charts/colours.ts'
import { revenueBars } from '../../charts/revenueBars.ts'
import type { CommercialOverview } from '../../lib/endpoints.ts'
import { date, sumMoney, weekday } from '../../lib/formats.ts'
import { readMoney } from '../../lib/readMoney.ts'
import { Figure } from '../../ui/Figure.tsx'
import { Card } from '../../ui/View.tsx'
import classes from './Overview.module.css'
import { texts } from './strings.ts'

const NAMES = { packages: texts.ofPackages, commission: texts.ofCommission }

/** Package revenue and commission per day: chart, sentence and table of the same rows. */
export function RevenueCard({ overview: { data, meta } }: { readonly overview: CommercialOverview }) {
  const { days } = data
  const money = (amount: string) => sumMoney(amount, meta.currency)
  const options = useCallback(
    (colours: ChartColours) => revenueBars(days, NAMES, meta.currency, colours),
    [days, meta.currency],
  )
  const rows = days.map((row) => {
    const total = moneyText(readMoney(row.package_revenue) + readMoney(row.commission), meta.currency)
    return [
      `${weekday(row.day)} ${date(row.day, false)}`,
      money(row.package_revenue),
      money(row.commission),
      money(total),
    ]
  })
  return (
    <Card label={texts.revenuePerDay}>
      <Figure
        title={texts.revenuePerDay}
        subtitle={texts.fromPackagesAndCommission}
        controls={<Legend />}
        sentence={texts.inAll(money(data.package_revenue), money(data.commission))}
        table={{
          head: [texts.day, texts.ofPackages, texts.ofCommission, texts.total],
          rows,
          csv: {
            columns: ['day', 'package_revenue', 'commission', 'currency'],
            rows: days.map((row) => [row.day, row.package_revenue, row.commission, meta.currency]),
          },
        }}
        file={`revenue-per-day_${meta.start}_${meta.end}`}
        height={200}
        layout={{ left: 76, right: 12, points: 'bands' }}
        options={options}
      />
    </Card>
  )
}

function Legend() {
  return (
    <span className={classes.legend}>
      <i /> {texts.ofPackages}
      <i data-of="commission" /> {texts.ofCommission}
    </span>
  )
}

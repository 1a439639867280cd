import { moneyText, parseMoney, perThousand } from '@bx/contracts/money'
import { Button } from '@mantine/core'
import { IconPackage, IconTag } from '@tabler/icons-react'
import Link from 'next/link'
import type { Simulation } from '../../lib/endpoints.ts'
import { may } from '../../lib/may.ts'
import { useMe } from '../../lib/useMe.ts'
import { texts } from './strings.ts'

/** Lead to a price by the price list, and to a new package with the terms of the deal; only for people who may sell. */
export function CreatePackage({ simulation }: { readonly simulation: Simulation }) {
  const me = useMe()
  if (!may(me, 'sell_packages')) return null
  return (
    <>
      <Button
        component={Link}
        href={`/pricing/?${quoteQuery(simulation)}`}
        leftSection={<IconTag size={14} aria-hidden />}
      >
        {texts.priceIt}
      </Button>
      <Button
        component={Link}
        href={`/packages/new/?${packageQuery(simulation)}`}
        leftSection={<IconPackage size={14} aria-hidden />}
      >
        {texts.createPackage}
      </Button>
    </>
  )
}

/** Parameters of a price: the same budget, days, merchant and placements. */
export function quoteQuery({ data: { deal, rows } }: Simulation): string {
  const chosen = rows.filter(({ eligible }) => eligible).map(({ placement_id: id }) => id)
  const query = new URLSearchParams({ budget: deal.budget, from: deal.start_date, to: deal.end_date })
  if (deal.merchant_id) query.set('merchant', deal.merchant_id)
  if (chosen.length < rows.length) query.set('placements', chosen.join(','))
  return query.toString()
}

/** Parameters of the new package: its unit price is the deal's budget per 1,000 impressions. */
export function packageQuery({ data: { deal, rows } }: Simulation): string {
  const chosen = rows.filter(({ eligible }) => eligible).map(({ placement_id: id }) => id)
  const cpm = perThousand(parseMoney(deal.budget), deal.requested_impressions)
  const query = new URLSearchParams({
    units: String(deal.requested_impressions),
    from: deal.start_date,
    to: deal.end_date,
  })
  if (cpm !== null) query.set('unit_price', moneyText(cpm, deal.currency))
  if (deal.merchant_id) query.set('merchant', deal.merchant_id)
  if (chosen.length < rows.length) query.set('placements', chosen.join(','))
  return query.toString()
}

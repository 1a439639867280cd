'use client'
import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type WrapUp } from '../../lib/endpoints.ts'
import { average, count, dateRange, percentage, ratio, sumMoney } from '../../lib/formats.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import { Card, Tag, ViewHead } from '../../ui/View.tsx'
import { AdjustmentsCard } from './AdjustmentsCard.tsx'
import { StateTag } from './StateTag.tsx'
import { unitsText } from './states.ts'
import { ORDER_LABELS, texts } from './strings.ts'
import { WaterfallCard } from './WaterfallCard.tsx'
import classes from './WrapUp.module.css'

interface Shown {
  readonly sold: WrapUp
  readonly meta: { readonly currency: string; readonly time_zone: string }
}

/** What did the package promise, what did it deliver, and what of it is billed? One page, also on paper. */
export function WrapUpView() {
  const id = useAddress().get('id')
  const { data, error, refetch } = useQuery({
    queryKey: [ENDPOINTS.readWrapUp.path, id],
    queryFn: ({ signal }) => call(ENDPOINTS.readWrapUp, { params: { package_id: id || 'none' }, signal }),
  })
  if (data === undefined) {
    if (error === null) return <Loading slow={null} />
    return <ErrorState isWholePage error={error} what={texts.theWrapUp} onRetry={() => void refetch()} />
  }
  const { data: sold, meta } = data
  return (
    <>
      <ViewHead
        crumbs={[
          { href: '/packages/', label: texts.packages },
          { href: `/packages/view/?id=${sold.package_id}`, label: sold.package_name },
        ]}
        here={texts.wrapUp}
        title={texts.wrapUpOf(sold.package_name)}
        about={texts.wrapUpOf(sold.package_name)}
        tags={
          <>
            <StateTag status={sold.status} />
            <Tag>{sold.package_type}</Tag>
          </>
        }
        answer={wrapUpAnswer(sold)}
        actions={
          <Button leftSection={<IconPrinter size={16} />} onClick={() => window.print()}>
            {texts.print}
          </Button>
        }
      />
      <Figures sold={sold} meta={meta} />
      <div className={classes.pair}>
        <WaterfallCard sold={sold} />
        <Amounts sold={sold} meta={meta} />
        <Placements sold={sold} />
        <Orders sold={sold} meta={meta} />
      </div>
      <AdjustmentsCard sold={sold} meta={meta} />
    </>
  )
}

function wrapUpAnswer(sold: WrapUp) {
  const { delivery, goal_units: goal, package_type: type } = sold
  const delivered = unitsText(type, delivery.delivered_units)
  const lead =
    goal === null
      ? texts.deliveredInAll(delivered)
      : texts.deliveredOfTheGoal(delivered, ratio(delivery.delivered_units / goal))
  return { lead, rest: texts.ofMerchantIn(sold.merchant_name, dateRange(sold.first_day, sold.last_day)) }
}

function Figures({ sold, meta }: Shown) {
  const { delivery, reach } = sold
  const figures = [
    [texts.goal, sold.goal_units === null ? texts.noGuarantee : count(sold.goal_units)],
    [texts.inView, count(delivery.impressions)],
    [texts.viewable, count(delivery.viewable)],
    [texts.billed, count(delivery.billed_units)],
    [texts.reach, reach.exact ? count(reach.unique_users) : texts.about(count(reach.unique_users))],
    [texts.frequency, average(sold.frequency)],
    [texts.ctr, percentage(sold.ctr_pct, 2)],
    [texts.billedAmount, sumMoney(sold.amounts.billed, meta.currency)],
  ] as const
  return (
    <Card label={texts.figures} className={classes.figures ?? ''}>
      <dl>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Amounts({ sold, meta }: Shown) {
  const money = (amount: string | null) => sumMoney(amount, meta.currency)
  return (
    <Card label={texts.amounts} className={classes.card ?? ''}>
      <h2>{texts.amounts}</h2>
      <table>
        <tbody>
          <Row label={texts.priceOfTheContract} value={money(sold.amounts.price)} />
          <Row
            label={texts.billedUnits(unitsText(sold.package_type, sold.delivery.billed_units))}
            value={money(sold.amounts.billed)}
          />
          <Row label={texts.creditedInAll} value={money(sold.amounts.credited)} />
          <Row label={texts.freeOfCharge} value={unitsText(sold.package_type, sold.delivery.free_units)} />
        </tbody>
      </table>
      {sold.makegood_of !== null && (
        <p>
          {texts.makegoodOf}:{' '}
          <Link href={`/packages/wrap-up/?id=${sold.makegood_of}`}>{texts.thePackageThatEndedShort}</Link>
        </p>
      )}
    </Card>
  )
}

function Placements({ sold }: Pick<Shown, 'sold'>) {
  return (
    <Card label={texts.placements} className={classes.card ?? ''}>
      <h2>{texts.placements}</h2>
      <table hidden={sold.by_placement.length === 0}>
        <thead>
          <tr>
            <th>{texts.placement}</th>
            <th>{texts.inView}</th>
            <th>{texts.viewable}</th>
          </tr>
        </thead>
        <tbody>
          {sold.by_placement.map((row) => (
            <tr key={row.placement_id}>
              <th scope="row">{row.placement_name}</th>
              <td>{count(row.impressions)}</td>
              <td>{count(row.viewable)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {sold.by_placement.length === 0 && <p>{texts.nothingDelivered}</p>}
    </Card>
  )
}

function Orders({ sold, meta }: Shown) {
  return (
    <Card label={texts.orders} className={classes.card ?? ''}>
      <h2>{texts.orders}</h2>
      <table hidden={sold.orders.length === 0}>
        <thead>
          <tr>
            <th>{texts.state}</th>
            <th>{texts.orders}</th>
            <th>{texts.orderValue}</th>
            <th>{texts.commission}</th>
          </tr>
        </thead>
        <tbody>
          {sold.orders.map((row) => (
            <tr key={row.status}>
              <th scope="row">{ORDER_LABELS[row.status]}</th>
              <td>{count(row.orders)}</td>
              <td>{sumMoney(row.order_amount, meta.currency)}</td>
              <td>{sumMoney(row.commission, meta.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{sold.orders.length === 0 ? texts.noOrders : texts.ordersExplained}</p>
    </Card>
  )
}

function Row({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{value}</td>
    </tr>
  )
}

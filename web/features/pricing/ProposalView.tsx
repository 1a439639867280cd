'use client'
import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Proposal } from '../../lib/endpoints.ts'
import { count, date, dateRange, dayIn, percentage, shortCount, sumMoney } from '../../lib/formats.ts'
import { Scroller } from '../../ui/Scroller.tsx'
import { ErrorState, Loading } from '../../ui/States.tsx'
import table from '../../ui/Table.module.css'
import { Card, ViewHead } from '../../ui/View.tsx'
import { unitMoney } from './figures.ts'
import classes from './Pricing.module.css'
import { BASIS_WORDS, texts, unitsText } from './strings.ts'

/** A quote as the merchant reads it, to print. The server sends no internal figures for it. */
export function ProposalView() {
  const id = useSearchParams().get('id') ?? ''
  const { data, error, refetch } = useQuery({
    queryKey: ['proposal', id],
    queryFn: ({ signal }) => call(ENDPOINTS.readProposal, { params: { package_id: id }, signal }),
    enabled: id !== '',
  })
  if (error && data === undefined)
    return <ErrorState isWholePage error={error} what={texts.proposal} onRetry={() => void refetch()} />
  if (data === undefined) return <Loading slow={null} />
  return <Paper proposal={data.data} {...data.meta} />
}

interface Shown {
  readonly proposal: Proposal
  readonly currency: string
  readonly time_zone: string
}

function Paper({ proposal, currency, time_zone: timeZone }: Shown) {
  const title = texts.proposalFor(proposal.merchant_name)
  const units = unitsText(proposal.package_type, proposal.units, count(proposal.units))
  const until = texts.validUntil(date(dayIn(timeZone, proposal.valid_until)))
  return (
    <div className={classes.paper}>
      <ViewHead
        crumbs={[{ href: '/pricing/', label: texts.pricing }]}
        here={proposal.quote_name}
        title={title}
        about={title}
        answer={{
          lead: texts.proposalLead(units, dateRange(proposal.first_day, proposal.last_day)),
          rest: proposal.is_expired ? texts.expired : until,
        }}
        actions={
          <Button leftSection={<IconPrinter size={14} aria-hidden />} onClick={() => window.print()}>
            {texts.print}
          </Button>
        }
      />
      <Card label={texts.proposal} className={classes.pad ?? ''}>
        <h2>{proposal.package_name}</h2>
        <Facts {...{ proposal, currency }} />
      </Card>
      {proposal.lines.length > 0 && <Lines {...{ proposal, currency }} />}
      <p className={classes.hint}>
        {texts.pricesBeforeTax} {(proposal.reach !== null || proposal.expected_clicks !== null) && texts.estimateNote}
      </p>
    </div>
  )
}

function Facts({ proposal, currency }: Omit<Shown, 'time_zone'>) {
  const isCpi = proposal.package_type === 'CPI'
  const unit = unitMoney(proposal.unit_price, currency)
  const reach = proposal.reach
  const facts: readonly (readonly [string, string | null])[] = [
    [texts.number, proposal.quote_name],
    [texts.flight, dateRange(proposal.first_day, proposal.last_day)],
    [texts.buysColumn, unitsText(proposal.package_type, proposal.units, count(proposal.units))],
    [isCpi ? texts.cpm : proposal.package_type === 'CPC' ? texts.clickPrice : texts.salePrice, unit],
    [texts.price, proposal.price === null ? texts.noUpfront : sumMoney(proposal.price, currency)],
    [texts.placements, placementsText(proposal)],
    [texts.billing, billingText(proposal)],
    [texts.overDelivery, proposal.buffer_units > 0 ? texts.freeBeyond(count(proposal.buffer_units)) : texts.free],
    [
      texts.expectedReach,
      reach === null || reach.basis === 'assumed' ? null : texts.between(shortCount(reach.low), shortCount(reach.high)),
    ],
    [
      texts.expectedClicks,
      proposal.expected_clicks === null ? null : texts.about(shortCount(proposal.expected_clicks)),
    ],
    [texts.poNumber, proposal.po_number],
    [texts.preparedBy, proposal.prepared_by],
  ]
  return (
    <dl className={classes.facts}>
      {facts.map(([name, text]) =>
        text === null ? null : (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

function placementsText({ placements }: Proposal): string {
  if (placements.length === 0) return texts.allPlacements
  return placements
    .map(({ placement_name: name, units }) => (units === null ? name : `${name} (${count(units)})`))
    .join(', ')
}

function billingText({ billing_basis: basis, billed_status: status, credit_window_days: days }: Proposal): string {
  if (basis !== 'conversion') return BASIS_WORDS[basis]
  const window = count(days)
  return status === 'pending' ? texts.reportedTerms(window) : texts.saleTerms(window)
}

function Lines({ proposal, currency }: Omit<Shown, 'time_zone'>) {
  return (
    <Card label={texts.linesCaption}>
      <Scroller label={texts.linesTable}>
        <table className={table.table}>
          <caption className="visually-hidden">{texts.linesCaption}</caption>
          <thead>
            <tr>
              {[texts.placements, texts.share, texts.impressions, texts.cpm, texts.price].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {proposal.lines.map((line) => (
              <tr key={line.tier}>
                <th scope="row">{line.tier === 'high_value' ? texts.highValue : texts.standard}</th>
                <td>{percentage(line.pct)}</td>
                <td>{count(line.impressions)}</td>
                <td>{unitMoney(line.cpm, currency)}</td>
                <td>{sumMoney(line.price, currency)}</td>
              </tr>
            ))}
            <tr className={table.total}>
              <th scope="row">{texts.total}</th>
              <td>{percentage(100)}</td>
              <td>{count(proposal.units)}</td>
              <td>{unitMoney(proposal.unit_price, currency)}</td>
              <td>{sumMoney(proposal.price, currency)}</td>
            </tr>
          </tbody>
        </table>
      </Scroller>
    </Card>
  )
}

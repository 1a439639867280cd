'use client'
import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { call } from '../../lib/api.ts'
import { ENDPOINTS } from '../../lib/endpoints.ts'
import { useAddress } from '../../lib/useAddress.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import { Tag, ViewHead } from '../../ui/View.tsx'
import { Actions } from './Actions.tsx'
import { AdjustmentsCard } from './AdjustmentsCard.tsx'
import { AllocationCard } from './AllocationCard.tsx'
import { packageAnswer } from './answer.ts'
import { ChecksCard } from './ChecksCard.tsx'
import { DeliveryCard } from './DeliveryCard.tsx'
import { History } from './History.tsx'
import { PacingCard } from './PacingCard.tsx'
import { PacingTag } from './PacingTag.tsx'
import classes from './Packages.module.css'
import { conditionOf } from './pacing.ts'
import { StateTag } from './StateTag.tsx'
import { texts } from './strings.ts'
import { Terms } from './Terms.tsx'

const REFRESH_MS = 30_000

/** What was promised, and who changed what? */
export function PackageView() {
  const id = useAddress().get('id')
  const { data, error, refetch } = useQuery({
    queryKey: [ENDPOINTS.readPackage.path, id],
    queryFn: ({ signal }) => call(ENDPOINTS.readPackage, { params: { package_id: id || 'none' }, signal }),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : REFRESH_MS),
  })
  const paced = useQuery({
    queryKey: [ENDPOINTS.readPacing.path, id],
    queryFn: ({ signal }) => call(ENDPOINTS.readPacing, { params: { package_id: id || 'none' }, signal }),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : REFRESH_MS),
  })
  const problem = error ?? paced.error
  const retry = () => {
    void refetch()
    void paced.refetch()
  }
  if (data === undefined)
    return error ? (
      <ErrorState isWholePage error={error} what={texts.thePackage} onRetry={retry} />
    ) : (
      <Loading slow={null} />
    )
  const { data: sold, meta } = data
  const pacing = sold.approved_by === null ? undefined : paced.data
  return (
    <>
      <ViewHead
        crumbs={[{ href: '/packages/', label: texts.packages }]}
        here={sold.package_name}
        title={sold.package_name}
        about={sold.package_name}
        tags={
          <>
            <StateTag status={sold.status} />
            {conditionOf(sold) !== null && <PacingTag sold={sold} />}
            <Tag>{sold.package_type}</Tag>
          </>
        }
        answer={packageAnswer(sold)}
        actions={
          sold.approved_by !== null && (
            <Button component={Link} href={`/packages/wrap-up/?id=${sold.package_id}`}>
              {texts.wrapUp}
            </Button>
          )
        }
      />
      {problem && <ErrorState error={problem} what={texts.theLatestState} onRetry={retry} />}
      <Actions sold={sold} meta={meta} />
      {pacing !== undefined && (
        <>
          <PacingCard sold={sold} pacing={pacing} />
          <AllocationCard sold={sold} pacing={pacing} />
        </>
      )}
      <div className={classes.columns}>
        <div>
          {sold.approved_by !== null && <DeliveryCard sold={sold} />}
          <AdjustmentsCard sold={sold} meta={meta} />
          <Terms sold={sold} meta={meta} />
          {pacing !== undefined && <ChecksCard pacing={pacing} />}
        </div>
        <History changes={sold.changes} timeZone={meta.time_zone} currency={meta.currency} />
      </div>
    </>
  )
}

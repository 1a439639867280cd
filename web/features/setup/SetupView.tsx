'use client'
import { Button } from '@mantine/core'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import type { Me } from '../../lib/endpoints.ts'
import { may } from '../../lib/may.ts'
import { useMe } from '../../lib/useMe.ts'
import { ErrorState, Loading } from '../../ui/States.tsx'
import { EventStep } from './EventStep.tsx'
import { MerchantStep } from './MerchantStep.tsx'
import { PlacementStep } from './PlacementStep.tsx'
import classes from './Setup.module.css'
import { SideCards } from './SideCards.tsx'
import { Facts, Step } from './Step.tsx'
import { texts } from './strings.ts'
import { useLiveCheck } from './useLiveCheck.ts'
import { type Setup, useSetup } from './useSetup.ts'
import { isAccepted, setupAnswer } from './words.ts'

const NEEDED = ['edit_catalogue', 'manage_write_keys', 'read_live_events'] as const

/** From an empty installation to the first verified event. */
export function SetupView() {
  const me = useMe()
  if (me === undefined) return null
  if (NEEDED.every((permission) => may(me, permission))) return <Steps me={me} />
  return (
    <>
      <h1>{texts.setUpBrandExposure}</h1>
      <p>{texts.yourRoleCannotCreatePlacements(me.role)}</p>
    </>
  )
}

function Steps({ me }: { readonly me: Me }) {
  const setup = useSetup()
  const check = useLiveCheck(setup.key?.id ?? null)
  const filled = useFilled(setup)
  const { placements, merchant, key, error } = setup
  if (setup.isLoading) return <Loading slow={null} />
  if (error !== null) return <ErrorState isWholePage error={error} what={texts.theSetup} onRetry={setup.retry} />
  const isReceived = check.events.some(isAccepted)
  const done = [true, placements.length > 0, merchant !== null && key !== null].filter(Boolean).length
  const answer = setupAnswer(check.events, done, setup.hasData)
  const { time_zone, currency } = me.organisation
  return (
    <>
      <div className={classes.head}>
        <div>
          <h1>{texts.setUpBrandExposure}</h1>
          <p className={classes.answer} role="status">
            <b>{answer.lead}</b> {answer.rest}
          </p>
        </div>
        <Button component={Link} href="/placements/" variant={isReceived ? 'filled' : 'default'}>
          {isReceived || setup.hasData ? texts.openPlacementOverview : texts.skipSetup}
        </Button>
      </div>
      <div className={classes.columns}>
        <ol className={classes.steps}>
          <Step number={1} title={texts.organisation} note={texts.setWhenTheServerFirst} isDone>
            <Facts
              facts={[
                [texts.zone, time_zone],
                [texts.currency, currency],
                [texts.weeksStartOn, texts.monday],
              ]}
            />
          </Step>
          <PlacementStep placement={placements[0] ?? null} />
          <MerchantStep setup={setup} />
          <EventStep
            filled={filled}
            check={check}
            isDone={isReceived || setup.hasData}
            placementKeys={placements.map(({ placement_key }) => placement_key)}
            timeZone={time_zone}
          />
        </ol>
        <SideCards isEmpty={!setup.hasData && !isReceived} />
      </div>
    </>
  )
}

/** What the code is filled in with, once the steps before are done. */
function useFilled({ placements, merchant, key }: Setup) {
  const [endpoint, setEndpoint] = useState('')
  useEffect(() => setEndpoint(window.location.origin), [])
  const [placement] = placements
  if (placement === undefined || merchant === null || key === null) return null
  return {
    endpoint,
    placementKey: placement.placement_key,
    slots: placement.max_slots,
    merchantRef: merchant.merchant_ref ?? merchant.merchant_id,
    merchantName: merchant.merchant_name,
    writeKey: key.secret,
    origin: key.origin ?? endpoint,
  }
}

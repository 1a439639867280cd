'use client'
import { useMe } from '../../lib/useMe.ts'
import { ViewHead } from '../../ui/View.tsx'
import { PasswordCard } from './PasswordCard.tsx'
import { SecondFactorCard } from './SecondFactorCard.tsx'
import { SessionsCard } from './SessionsCard.tsx'
import { ANSWERS, texts } from './strings.ts'

/** The own account. A required first step is shown alone. */
export function AccountView() {
  const me = useMe()
  if (me === undefined) return null
  return (
    <>
      <ViewHead title={texts.yourAccount} answer={ANSWERS[me.must ?? 'none']} />
      {me.must !== 'enrol_second_factor' && <PasswordCard isOneTime={me.must === 'change_password'} />}
      {me.must !== 'change_password' && <SecondFactorCard me={me} />}
      {me.must === null && <SessionsCard me={me} />}
    </>
  )
}

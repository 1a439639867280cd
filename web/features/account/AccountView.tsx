'use client'
import { useMe } from '../../lib/useMe.ts'
import { type AnswerSentence, ViewHead } from '../../ui/View.tsx'
import { PasswordCard } from './PasswordCard.tsx'
import { SecondFactorCard } from './SecondFactorCard.tsx'
import { SessionsCard } from './SessionsCard.tsx'

const ANSWERS: Readonly<Record<'change_password' | 'enrol_second_factor' | 'none', AnswerSentence>> = {
  change_password: {
    lead: 'Choose your own password.',
    rest: 'You signed in with a one-time password. Everything else opens once you have changed it.',
  },
  enrol_second_factor: {
    lead: 'Set up an authenticator app.',
    rest: 'Your organisation requires a second factor. Everything else opens once it is set up.',
  },
  none: { lead: 'How you sign in.', rest: 'Password, second factor and open sessions.' },
}

/** The own account. A required first step is shown alone. */
export function AccountView() {
  const me = useMe()
  if (me === undefined) return null
  return (
    <>
      <ViewHead title="Your account" answer={ANSWERS[me.must ?? 'none']} />
      {me.must !== 'enrol_second_factor' && <PasswordCard isOneTime={me.must === 'change_password'} />}
      {me.must !== 'change_password' && <SecondFactorCard me={me} />}
      {me.must === null && <SessionsCard me={me} />}
    </>
  )
}

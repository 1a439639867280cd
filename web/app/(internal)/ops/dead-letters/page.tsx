import { Suspense } from 'react'
import { DeadLettersView } from '../../../../features/deadLetters/DeadLettersView.tsx'

export default function DeadLettersPage() {
  return (
    <Suspense>
      <DeadLettersView />
    </Suspense>
  )
}

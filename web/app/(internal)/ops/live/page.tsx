import { Suspense } from 'react'
import { LiveEventsView } from '../../../../features/liveEvents/LiveEventsView.tsx'

export default function LiveEventsPage() {
  return (
    <Suspense>
      <LiveEventsView />
    </Suspense>
  )
}

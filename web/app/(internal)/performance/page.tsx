import { Suspense } from 'react'
import { ScorecardView } from '../../../features/scorecard/ScorecardView.tsx'

export default function ScorecardPage() {
  return (
    <Suspense>
      <ScorecardView />
    </Suspense>
  )
}

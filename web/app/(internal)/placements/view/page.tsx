import { Suspense } from 'react'
import { PlacementDeepDiveView } from '../../../../features/placementDeepDive/PlacementDeepDiveView.tsx'

export default function PlacementDeepDivePage() {
  return (
    <Suspense>
      <PlacementDeepDiveView />
    </Suspense>
  )
}

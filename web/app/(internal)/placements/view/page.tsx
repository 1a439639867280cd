import { Suspense } from 'react'
import { PlacementDeepDiveView } from '../../../../features/placementDeepDive/PlacementDeepDiveView.tsx'

export default function Page() {
  return (
    <Suspense>
      <PlacementDeepDiveView />
    </Suspense>
  )
}

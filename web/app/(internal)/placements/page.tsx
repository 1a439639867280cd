import { Suspense } from 'react'
import { PlacementOverviewView } from '../../../features/placementOverview/PlacementOverviewView.tsx'

export default function PlacementsPage() {
  return (
    <Suspense>
      <PlacementOverviewView />
    </Suspense>
  )
}

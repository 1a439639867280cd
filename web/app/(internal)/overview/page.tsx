import { Suspense } from 'react'
import { CommercialView } from '../../../features/overview/CommercialView.tsx'

export default function OverviewPage() {
  return (
    <Suspense>
      <CommercialView />
    </Suspense>
  )
}

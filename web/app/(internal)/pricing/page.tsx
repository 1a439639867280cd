import { Suspense } from 'react'
import { PricingView } from '../../../features/pricing/PricingView.tsx'

export default function PricingPage() {
  return (
    <Suspense>
      <PricingView />
    </Suspense>
  )
}

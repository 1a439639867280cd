import { Suspense } from 'react'
import { MerchantSummaryView } from '../../../../features/merchantSummary/MerchantSummaryView.tsx'

export default function MerchantSummaryPage() {
  return (
    <Suspense>
      <MerchantSummaryView />
    </Suspense>
  )
}

import { Suspense } from 'react'
import { MerchantSummaryView } from '../../../../features/merchantSummary/MerchantSummaryView.tsx'

export default function Page() {
  return (
    <Suspense>
      <MerchantSummaryView />
    </Suspense>
  )
}

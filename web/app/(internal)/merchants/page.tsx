import { Suspense } from 'react'
import { MerchantListView } from '../../../features/merchantList/MerchantListView.tsx'

export default function MerchantsPage() {
  return (
    <Suspense>
      <MerchantListView />
    </Suspense>
  )
}

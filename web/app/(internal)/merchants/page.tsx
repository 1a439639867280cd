import { Suspense } from 'react'
import { MerchantsView } from '../../../features/merchants/MerchantsView.tsx'

export default function Page() {
  return (
    <Suspense>
      <MerchantsView />
    </Suspense>
  )
}

import { Suspense } from 'react'
import { PackagesView } from '../../../features/packages/PackagesView.tsx'

export default function PackagesPage() {
  return (
    <Suspense>
      <PackagesView />
    </Suspense>
  )
}

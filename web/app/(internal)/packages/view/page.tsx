import { Suspense } from 'react'
import { PackageView } from '../../../../features/packages/PackageView.tsx'

export default function PackagePage() {
  return (
    <Suspense>
      <PackageView />
    </Suspense>
  )
}

import { Suspense } from 'react'
import { NewPackageView } from '../../../../features/packages/NewPackageView.tsx'

export default function NewPackagePage() {
  return (
    <Suspense>
      <NewPackageView />
    </Suspense>
  )
}

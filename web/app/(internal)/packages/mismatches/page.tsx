import { Suspense } from 'react'
import { MismatchesView } from '../../../../features/packages/MismatchesView.tsx'

export default function MismatchesPage() {
  return (
    <Suspense>
      <MismatchesView />
    </Suspense>
  )
}

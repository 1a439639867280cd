import { Suspense } from 'react'
import { WrapUpView } from '../../../../features/packages/WrapUpView.tsx'

export default function WrapUpPage() {
  return (
    <Suspense>
      <WrapUpView />
    </Suspense>
  )
}

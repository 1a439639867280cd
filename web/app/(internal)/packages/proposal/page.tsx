import { Suspense } from 'react'
import { ProposalView } from '../../../../features/pricing/ProposalView.tsx'

export default function ProposalPage() {
  return (
    <Suspense>
      <ProposalView />
    </Suspense>
  )
}

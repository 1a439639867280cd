import { Suspense } from 'react'
import { SlotMixView } from '../../../features/slotMix/SlotMixView.tsx'

export default function SlotMixPage() {
  return (
    <Suspense>
      <SlotMixView />
    </Suspense>
  )
}

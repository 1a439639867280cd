import { Suspense } from 'react'
import { SimulatorView } from '../../../features/simulator/SimulatorView.tsx'

export default function SimulatorPage() {
  return (
    <Suspense>
      <SimulatorView />
    </Suspense>
  )
}

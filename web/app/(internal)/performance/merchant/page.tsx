import { Suspense } from 'react'
import { BenchmarkView } from '../../../../features/benchmark/BenchmarkView.tsx'

export default function BenchmarkPage() {
  return (
    <Suspense>
      <BenchmarkView />
    </Suspense>
  )
}

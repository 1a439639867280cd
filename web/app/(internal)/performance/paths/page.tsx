import { Suspense } from 'react'
import { ConversionPathsView } from '../../../../features/conversionPaths/ConversionPathsView.tsx'

export default function ConversionPathsPage() {
  return (
    <Suspense>
      <ConversionPathsView />
    </Suspense>
  )
}

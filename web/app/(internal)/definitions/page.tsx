import { Suspense } from 'react'
import { DefinitionsView } from '../../../features/definitions/DefinitionsView.tsx'

export default function DefinitionsPage() {
  return (
    <Suspense>
      <DefinitionsView />
    </Suspense>
  )
}

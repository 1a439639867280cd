import { Suspense } from 'react'
import { SettingsView } from '../../../features/settings/SettingsView.tsx'

export default function SettingsPage() {
  return (
    <Suspense>
      <SettingsView />
    </Suspense>
  )
}

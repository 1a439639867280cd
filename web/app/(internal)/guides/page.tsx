import { GuidesView } from '../../../features/guides/GuidesView.tsx'

export default function GuidesPage() {
  return <GuidesView />
}

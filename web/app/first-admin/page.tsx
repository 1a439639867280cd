import { FirstAdminCard } from '../../features/firstAdmin/FirstAdminCard.tsx'

export default function FirstAdminPage() {
  return <FirstAdminCard />
}

import { SetupView } from '../../../features/setup/SetupView.tsx'

export default function SetupPage() {
  return <SetupView />
}

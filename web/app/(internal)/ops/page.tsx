import { HealthView } from '../../../features/health/HealthView.tsx'

export default function HealthPage() {
  return <HealthView />
}

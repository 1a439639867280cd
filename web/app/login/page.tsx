import { Suspense } from 'react'
import { LoginCard } from '../../features/login/LoginCard.tsx'

export default function LoginPage() {
  return (
    <Suspense>
      <LoginCard />
    </Suspense>
  )
}

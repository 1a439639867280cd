import { type ReactNode, Suspense } from 'react'
import { Shell } from '../../features/shell/Shell.tsx'

export default function InternalLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Suspense>
      <Shell>{children}</Shell>
    </Suspense>
  )
}

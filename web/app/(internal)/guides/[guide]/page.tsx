import { GuideView } from '../../../../features/guides/GuideView.tsx'
import { GUIDES, type GuideName } from '../../../../features/guides/guides.ts'

export const dynamicParams = false

export function generateStaticParams(): { guide: string }[] {
  return Object.keys(GUIDES).map((guide) => ({ guide }))
}

export default async function GuidePage({ params }: { readonly params: Promise<{ readonly guide: string }> }) {
  return <GuideView guide={(await params).guide as GuideName} />
}

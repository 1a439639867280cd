'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** Until the overview of everything exists, the placements are where one lands. */
export default function Home() {
  const router = useRouter()
  useEffect(() => router.replace('/placements/'), [router])
  return null
}

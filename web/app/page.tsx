'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

/** The start page shows the placements until there is a general overview. */
export default function Home() {
  const router = useRouter()
  useEffect(() => router.replace('/placements/'), [router])
  return null
}

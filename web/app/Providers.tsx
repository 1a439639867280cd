'use client'
import { MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../lib/api.ts'
import { cssVariables, theme } from '../lib/theme.ts'
import { usePrinting } from '../lib/usePrinting.ts'

const FIRST_STEPS: ReadonlySet<string> = new Set(['password_change_needed', 'second_factor_required'])
/** Refusals are answers: only faults that may pass are tried again. */
const MAX_RETRIES = 2

export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(makeClient)
  // Paper is light, drawings included.
  const isPrinting = usePrinting()
  return (
    <QueryClientProvider client={client}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        {...(isPrinting ? { forceColorScheme: 'light' } : {})}
      >
        {children}
      </MantineProvider>
    </QueryClientProvider>
  )
}

function makeClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // The frame asks who is there, and leads to the sign-in page, or to what has to be done first.
      onError: (error, { queryKey }) => {
        const isHeld = error instanceof ApiError && (error.status === 401 || FIRST_STEPS.has(error.code))
        if (isHeld && queryKey[0] !== 'me') void client.invalidateQueries({ queryKey: ['me'] })
      },
    }),
    defaultOptions: {
      queries: {
        retry: (failures, error) =>
          failures < MAX_RETRIES && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
        refetchOnWindowFocus: true,
        // Offline is said by the frame; a question that fails is an answer too.
        networkMode: 'always',
      },
    },
  })
  return client
}

'use client'
import { MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ApiError } from '../lib/api.ts'
import { cssVariables, theme } from '../lib/theme.ts'
import { usePrinting } from '../lib/usePrinting.ts'

const FIRST_STEPS: ReadonlySet<string> = new Set(['password_change_needed', 'second_factor_required'])
/** Error answers are final: only temporary faults are retried. */
const MAX_RETRIES = 2

export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(makeClient)
  // Print uses the light theme, also for charts.
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
      // The frame loads the current user, and leads to sign-in or to a required first step.
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
        // The frame shows that the app is offline; a failed query also counts as an answer.
        networkMode: 'always',
      },
    },
  })
  return client
}

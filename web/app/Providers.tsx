'use client'
import { MantineProvider } from '@mantine/core'
import { type Query, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { ApiError, call } from '../lib/api.ts'
import { ENDPOINTS } from '../lib/endpoints.ts'
import { createHealer, isPassing } from '../lib/heal.ts'
import { PageStateProvider } from '../lib/pageState.tsx'
import { cssVariables, theme } from '../lib/theme.ts'
import { useOutdated } from '../lib/useOutdated.ts'
import { usePrinting } from '../lib/usePrinting.ts'

const FIRST_STEPS: ReadonlySet<string> = new Set(['password_change_needed', 'second_factor_required'])
/** Error answers are final: only temporary faults are retried. */
const MAX_RETRIES = 2

export function Providers({ children }: { readonly children: ReactNode }) {
  const [isAway, setAway] = useState(false)
  const [client] = useState(() => makeClient(setAway))
  const isOutdated = useOutdated()
  const state = useMemo(() => ({ isAway, isOutdated }), [isAway, isOutdated])
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
        <PageStateProvider value={state}>{children}</PageStateProvider>
      </MantineProvider>
    </QueryClientProvider>
  )
}

function makeClient(onAway: (isAway: boolean) => void): QueryClient {
  const heal = createHealer({
    isBack: () =>
      call(ENDPOINTS.readyz).then(
        () => true,
        () => false,
      ),
    reload: () => reloadFailed(client),
    onChange: onAway,
  })
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // The frame loads the current user, and leads to sign-in or to a required first step.
      onError: (error, { queryKey }) => {
        const isHeld = error instanceof ApiError && (error.status === 401 || FIRST_STEPS.has(error.code))
        if (isPassing(error)) void heal()
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

/** Loads again what failed; true if no failure is left that may pass. */
async function reloadFailed(client: QueryClient): Promise<boolean> {
  const failed = (query: Query) => isPassing(query.state.error) && query.isActive()
  await client.refetchQueries({ predicate: failed })
  return client.getQueryCache().findAll({ predicate: failed }).length === 0
}

'use client'
import type { DealScenario } from '@bx/contracts/endpoints/dealScenarios'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ENDPOINTS, type Placement, type Simulation } from '../../lib/endpoints.ts'
import { ALL, chooseOnly } from './choice.ts'
import type { Deal } from './deal.ts'

/** The saved deals, newest first. */
export function useScenarios(): readonly DealScenario[] {
  const { data } = useQuery({
    queryKey: [ENDPOINTS.listScenarios.path],
    queryFn: ({ signal }) => call(ENDPOINTS.listScenarios, { signal }),
  })
  return data?.data ?? []
}

/** The answer to a saved deal; an error says why it cannot be simulated any more. */
export function useScenarioAnswer(scenario: DealScenario | undefined) {
  const { data, error } = useQuery({
    queryKey: ['simulate', scenario?.deal],
    queryFn: ({ signal }): Promise<Simulation> => call(ENDPOINTS.simulate, { body: scenario!.deal, signal }),
    enabled: scenario !== undefined,
    retry: false,
  })
  return { answer: data, error }
}

/** A saved deal as the form holds it. */
export function dealOf({ deal }: DealScenario, all: readonly Placement[]): Deal {
  return {
    budget: deal.budget,
    impressions: deal.requested_impressions,
    start: deal.start_date,
    end: deal.end_date,
    merchant: deal.merchant_id,
    choice: deal.placement_ids.length === 0 ? ALL : chooseOnly(all, deal.placement_ids),
  }
}

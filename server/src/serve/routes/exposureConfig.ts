import { exposureConfig } from '@bx/contracts/endpoints/ingest'
import { LIMITS } from '@bx/contracts/events/values'
import type { AppDeps } from '../appDeps.ts'
import type { Mounts } from '../mount.ts'

/** The configuration that the SDK requests once a page. */
export function mountExposureConfig(mounts: Mounts, deps: AppDeps): void {
  mounts.mount(exposureConfig, async ({ reply }) => {
    reply.header('access-control-allow-origin', '*')
    return {
      data: {
        server_time: new Date(deps.now()).toISOString(),
        sample_rate: deps.organisation.sampleRate,
        buffer_events: LIMITS.bufferEvents,
        buffer_ms: LIMITS.bufferMs,
        max_events: LIMITS.eventsPerRequest,
        max_bytes: LIMITS.bodyBytes,
        without_consent: deps.organisation.withoutConsent,
      },
    }
  })
}

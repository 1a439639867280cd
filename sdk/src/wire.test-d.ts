import type { exposureBatchEndpoint } from '@bx/contracts/endpoints/ingest'
import type { click } from '@bx/contracts/events/click'
import type { exposure } from '@bx/contracts/events/exposure'
import type { render } from '@bx/contracts/events/render'
import type { ExposureType as ContractExposureType } from '@bx/contracts/events/values'
import type { z } from 'zod'
import type { Lost } from './core/outbox.ts'
import type { ExposureType } from './types.ts'
import type { WireClick, WireExposure, WireRender } from './wire.ts'

// Checked by tsc only: fails to compile when the SDK's plain types and the contract differ.

declare const sdk: { exposure: WireExposure; render: WireRender; click: WireClick; lost: Lost; type: ExposureType }
declare const contract: { type: ContractExposureType }

export const checked = [
  sdk.exposure satisfies z.input<typeof exposure>,
  sdk.render satisfies z.input<typeof render>,
  sdk.click satisfies z.input<typeof click>,
  sdk.lost satisfies NonNullable<z.input<(typeof exposureBatchEndpoint)['body']>['dropped']>,
  contract.type satisfies ExposureType,
]

import { versionOf } from '../lib/versionOf.ts'

export interface Merchant {
  readonly merchant_id: string
  readonly merchant_ref: string | null
  readonly merchant_name: string
  readonly category: string | null
}

export type VersionedMerchant = Merchant & { readonly version: string }

export function withVersion(merchant: Merchant): VersionedMerchant {
  const { merchant_ref, merchant_name, category } = merchant
  return { ...merchant, version: versionOf([merchant_ref, merchant_name, category]) }
}

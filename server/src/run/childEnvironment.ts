export type ChildEnvironment = Readonly<Record<string, string | undefined>>

export interface Secrets {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly pepper: Buffer
}

/** What each process needs: ingest hashes user ids; jobs create partitions. */
const NEEDS = {
  api: { owner: false, pepper: true },
  worker: { owner: true, pepper: false },
  demo: { owner: false, pepper: true },
} as const

/** The environment of a child process, with only the secrets that its work needs. */
export function childEnvironment(
  child: keyof typeof NEEDS,
  base: ChildEnvironment,
  { ownerUrl, appUrl, pepper }: Secrets,
): ChildEnvironment {
  const needs = NEEDS[child]
  return {
    ...base,
    EMBEDDED: '0',
    DATABASE_URL: needs.owner ? ownerUrl : undefined,
    APP_DATABASE_URL: appUrl,
    USER_ID_PEPPER: needs.pepper ? pepper.toString('hex') : undefined,
    ...(child === 'demo' ? {} : { ROLE: child }),
  }
}

export type ChildEnvironment = Readonly<Record<string, string | undefined>>

export interface Secrets {
  readonly ownerUrl: string
  readonly appUrl: string
  readonly pepper: Buffer
}

/** Who needs what: user ids are hashed where events come in; partitions are made where jobs run. */
const NEEDS = {
  api: { owner: false, pepper: true },
  worker: { owner: true, pepper: false },
  demo: { owner: false, pepper: true },
} as const

/** The environment of a child process: of the secrets those that its work needs, and no others. */
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

import { CONFIG_VARIABLES } from './configVariables.ts'

/** docs/config.md, generated from the rules that read the environment. */
export function configDocs(): string {
  const rows = Object.entries(CONFIG_VARIABLES.shape).map(([name, schema]) => {
    const parsed = schema.safeParse(undefined)
    const byDefault = parsed.success && parsed.data !== undefined ? `\`${parsed.data}\`` : '–'
    return `| \`${name}\` | ${byDefault} | ${schema.description ?? ''} |`
  })
  return [
    '# Settings',
    '',
    'Read from the environment at start; every problem is reported at once. Generated from `server/src/configVariables.ts` by',
    '`npm run generate`.',
    '',
    '| Variable | Default | Meaning |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

import { ROLES } from '@bx/contracts/endpoints/permissions'
import { ERRORS } from '../../lib/errors.ts'
import { errorsOf } from './errorsOf.ts'
import { exampleOf } from './exampleOf.ts'
import type { OpenApiDocument, Operation, Schemas } from './openApiDocument.ts'
import { notesOf, type SchemaRow, schemaRows, typeText } from './schemaRows.ts'

// The API documentation as one HTML page: endpoints in groups, who may call each, parameters, an example and the errors.
// It is complete without a script; the script only searches.

/** Replaced by the address that the reader uses, so that examples can be copied. */
export const ORIGIN = 'https://origin.invalid'

interface Endpoint extends Operation {
  readonly method: string
  readonly path: string
}

export function apiPage(document: OpenApiDocument): string {
  const endpoints = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  )
  const groups = [...Map.groupBy(endpoints, ({ tags }) => tags[0]!)]
  const { title, description } = document.info
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · ${escaped(title)}</title>
<link rel="icon" href="/favicon.ico">
<link rel="stylesheet" href="/api/docs/page.css">
<script src="/api/docs/page.js" defer></script>
</head>
<body>
<nav aria-label="Endpoints">
<p><a href="/">${escaped(title)}</a></p>
<label>Search <input type="search" id="search" autocomplete="off" placeholder="Path, name or field"></label>
<p id="found" role="status"></p>
${groups.map(([tag, list]) => navigation(tag, list)).join('\n')}
<p><a href="#errors">Errors</a></p>
</nav>
<main>
<h1>API</h1>
<p>${escaped(description)}</p>
<p>The same as a file: <a href="/api/openapi.json">OpenAPI 3.1</a>. Guides are in the <a href="/guides/">dashboard</a>.</p>
${groups.map(([tag, list]) => `<section class="group"><h2>${escaped(tag)}</h2>${list.map((one) => article(one, document)).join('\n')}</section>`).join('\n')}
${errorTable()}
</main>
</body>
</html>
`
}

function navigation(tag: string, endpoints: readonly Endpoint[]): string {
  const links = endpoints.map(
    ({ operationId, method, path }) =>
      `<li data-for="${escaped(operationId)}"><a href="#${escaped(operationId)}"><b>${method}</b> ${escaped(path.replace('/api/', ''))}</a></li>`,
  )
  return `<h2>${escaped(tag)}</h2><ul>${links.join('')}</ul>`
}

function article(endpoint: Endpoint, { components }: OpenApiDocument): string {
  const { operationId, method, path, summary } = endpoint
  const { schemas } = components
  const body = endpoint.requestBody?.content['application/json']?.schema
  const [status, answer] = Object.entries(endpoint.responses).find(([code]) => code !== 'default')!
  const shape = answer.content?.['application/json']?.schema
  return `<article id="${escaped(operationId)}">
<h3><b>${method}</b> <code>${escaped(path)}</code></h3>
<p>${escaped(summary)}</p>
<p class="who"><b>Who</b> ${who(endpoint, components.securitySchemes)}</p>
${parameterTable(endpoint, schemas)}
${body ? `<h4>Body</h4>${fieldTable(schemaRows(body, schemas))}` : ''}
<h4>Example</h4><pre tabindex="0"><code>${escaped(curl(endpoint, schemas))}</code></pre>
<details><summary>Answer ${escaped(status)}</summary>${shape ? `<pre tabindex="0"><code>${escaped(JSON.stringify(exampleOf(shape, schemas), null, 2))}</code></pre>${fieldTable(schemaRows(shape, schemas))}` : '<p>No body.</p>'}</details>
<p class="codes"><b>Errors</b> ${errorsOf(endpoint)
    .map((code) => `<a href="#error-${code}">${ERRORS[code][0]} ${code}</a>`)
    .join(', ')}</p>
</article>`
}

function who({ security }: Operation, schemes: Readonly<Record<string, { readonly description: string }>>): string {
  const [scheme, permissions] = Object.entries(security?.[0] ?? {})[0] ?? []
  if (scheme === undefined) return 'Everyone, without a key or session.'
  if (scheme !== 'staff')
    return `${escaped(schemes[scheme]?.description ?? scheme)}, as <code>Authorization: Bearer …</code>`
  const roles = Object.entries(ROLES)
    .filter(([, { permissions: granted }]) => permissions!.every((one) => (granted as readonly string[]).includes(one)))
    .map(([role]) => role)
  return `Staff with the permission <code>${escaped(permissions!.join(', '))}</code> (${escaped(roles.join(', '))}), with the cookie of a session`
}

function parameterTable({ parameters }: Operation, schemas: Schemas): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(({ name, in: where, required, schema }) => ({
    path: where === 'path' ? `{${name}}` : name,
    type: typeText(schema, schemas),
    required,
    notes: notesOf(schema),
  }))
  return `<h4>Parameters</h4>${fieldTable(rows)}`
}

function fieldTable(rows: readonly SchemaRow[]): string {
  if (rows.length === 0) return ''
  const cells = rows.map(
    ({ path, type, required, notes }) =>
      `<tr><th scope="row"><code>${escaped(path)}</code></th><td>${escaped(type)}${required ? '' : ' <i>optional</i>'}</td><td>${escaped(notes)}</td></tr>`,
  )
  return `<div class="scroll" tabindex="0" role="region" aria-label="Fields"><table><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Notes</th></tr></thead><tbody>${cells.join('')}</tbody></table></div>`
}

const CREDENTIALS: Readonly<Record<string, string>> = {
  staff: '-b "bx_session=$SESSION"',
  write_key: '-H "Authorization: Bearer $WRITE_KEY"',
  server_key: '-H "Authorization: Bearer $SERVER_KEY"',
  metrics_token: '-H "Authorization: Bearer $METRICS_TOKEN"',
  merchant: '-H "Authorization: Bearer $MERCHANT_KEY"',
}

function curl({ method, path, parameters, requestBody, security }: Endpoint, schemas: Schemas): string {
  const values = parameters.map((one) => ({ ...one, value: String(exampleOf(one.schema, schemas, one.name)) }))
  const filled = values.reduce((text, { name, value }) => text.replace(`{${name}}`, value), path)
  const query = values.filter((one) => one.in === 'query' && one.required).map(({ name, value }) => `${name}=${value}`)
  const body = requestBody?.content['application/json']?.schema
  const [scheme] = Object.keys(security?.[0] ?? {})
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"${ORIGIN}${filled}${query.length > 0 ? `?${query.join('&')}` : ''}"`,
    ...(scheme === undefined ? [] : [CREDENTIALS[scheme]!]),
    ...(body ? ["-H 'content-type: application/json'", `-d '${JSON.stringify(exampleOf(body, schemas))}'`] : []),
  ].join(' \\\n  ')
}

function errorTable(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, [status, message]]) =>
      `<tr id="error-${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${escaped(message)}</td></tr>`,
  )
  return `<section id="errors"><h2>Errors</h2><p>The code is stable; the message is for people and may change.</p><div class="scroll" tabindex="0" role="region" aria-label="Errors"><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Message</th></tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

import type { Token, Tokens } from 'marked'
import { Fragment, type ReactNode } from 'react'
import classes from './Guides.module.css'
import { guideAddress } from './guides.ts'

/** Markdown of our own guides as elements; HTML in it is shown as text. */
export function Markdown({ tokens }: { readonly tokens: readonly Token[] }) {
  return tokens.map((token, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once
    <Fragment key={i}>{block(token)}</Fragment>
  ))
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading)
    case 'paragraph':
      return <p>{inline(token.tokens)}</p>
    case 'code':
      return <Code text={(token as Tokens.Code).text} />
    case 'list':
      return list(token as Tokens.List)
    case 'table':
      return table(token as Tokens.Table)
    case 'text':
      return inline(token.tokens ?? [token])
    case 'space':
      return null
    default:
      return <p>{token.raw}</p>
  }
}

function heading({ depth, tokens, text }: Tokens.Heading): ReactNode {
  const Tag = `h${Math.min(depth, 4)}` as 'h1' | 'h2' | 'h3' | 'h4'
  return <Tag id={slugOf(text)}>{inline(tokens)}</Tag>
}

function Code({ text }: { readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <pre tabIndex={0}>
      <code>{text}</code>
    </pre>
  )
}

function list({ ordered, items, start }: Tokens.List): ReactNode {
  const rows = items.map(({ tokens }, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once
    <li key={i}>
      <Markdown tokens={tokens} />
    </li>
  ))
  return ordered ? <ol start={start === '' ? 1 : start}>{rows}</ol> : <ul>{rows}</ul>
}

function table({ header, rows }: Tokens.Table): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.table} tabIndex={0} aria-label={header.map(({ text }) => text).join(', ')}>
      <table>
        <thead>
          <tr>
            {header.map(({ tokens, text }) => (
              <th key={text} scope="col">
                {inline(tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rendered once
            <tr key={i}>
              {cells.map(({ tokens }, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rendered once
                <td key={column}>{inline(tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function inline(tokens: readonly Token[] = []): ReactNode {
  return tokens.map((token, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: rendered once
    <Fragment key={i}>{piece(token)}</Fragment>
  ))
}

function piece(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens)}</strong>
    case 'em':
      return <em>{inline(token.tokens)}</em>
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>
    case 'link':
      return link(token as Tokens.Link)
    case 'br':
      return <br />
    default:
      return 'tokens' in token && token.tokens ? inline(token.tokens) : 'text' in token ? token.text : token.raw
  }
}

/** Links to files that are no guides are text: they are in the repository, not on this server. */
function link({ href, tokens }: Tokens.Link): ReactNode {
  const address = href.startsWith('#') || /^https?:/.test(href) ? href : guideAddress(href)
  return address === null ? inline(tokens) : <a href={address}>{inline(tokens)}</a>
}

/** As on GitHub, so that links between guides work in both places. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')
}

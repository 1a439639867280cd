import { parseSync } from '@swc/core'

// Finds texts for people that are written directly in code of the screens, where a translator would not find them.

export interface TextInCode {
  readonly line: number
  readonly text: string
}

/** Attributes and properties that people read or hear. */
const SHOWN = /^(label|title|placeholder|alt|description|help|caption|subtitle|heading|aria-(label|description))$/
/** Content that nobody translates. */
const VERBATIM = /^(code|kbd|pre|style|Kbd|Code)$/
/** Anything with letters but an address. */
const WORD = /^(?!\s*https?:).*\p{L}/su
/** A word, a blank and a word in small letters; code such as CSS and queries has other signs. */
const PROSE = /\p{L}{3,}[,.;:’]? \p{Ll}{2,}/u
const CODE = /[=<>{}[\]_]|\d(px|fr|vh)\b|\bvar\(|\bmm:|^\(|^use client$|sans-serif|monospace/
/** Calls with messages for developers. */
const FOR_DEVELOPERS = /^(Error|TypeError|RegExp)$/

interface Node {
  readonly type: string
  readonly span?: { readonly start: number }
  readonly [field: string]: unknown
}

/** Texts of one module by line: what is between tags or in a shown attribute, and every sentence elsewhere. */
export function textsInCode(source: string): TextInCode[] {
  const found: TextInCode[] = []
  const bytes = Buffer.from(source)
  const report = (node: Node, text: string) => {
    const before = bytes.subarray(0, (node.span?.start ?? 1) - 1).toString()
    found.push({ line: before.split('\n').length, text: text.trim() })
  }
  visit(parseSync(source, { syntax: 'typescript', tsx: true }) as unknown as Node, false, report)
  return found
}

type Report = (node: Node, text: string) => void

/** @param isShown a literal here is shown as it is, even if it is a single word */
function visit(node: Node, isShown: boolean, report: Report): void {
  if (isLeftOut(node)) return
  const text = textOf(node)
  if (text !== null && isForPeople(text, isShown || node.type === 'JSXText')) {
    report(node, text)
    return
  }
  for (const [field, child] of childrenOf(node))
    if (!isValue(node, field, child)) visit(child, isShownIn(node, field, isShown), report)
}

function isForPeople(text: string, isShown: boolean): boolean {
  return isShown ? WORD.test(text) : PROSE.test(text) && !CODE.test(text)
}

function isLeftOut(node: Node): boolean {
  if (/^(Import|ExportAll|Ts(?!As|NonNull|Satisfies|Const))/.test(node.type)) return true
  if (node.type === 'NewExpression') return FOR_DEVELOPERS.test(nameOf(node.callee))
  if (node.type === 'JSXAttribute') return nameOf(node.name) === 'className'
  return node.type === 'JSXElement' && VERBATIM.test(nameOf((node.opening as Node).name))
}

/** A key of an object, or a literal that something is compared with: part of the data. */
function isValue(node: Node, field: string, child: Node): boolean {
  if (child.type !== 'StringLiteral') return false
  return (
    field === 'key' ||
    node.type === 'SwitchCase' ||
    (node.type === 'BinaryExpression' && /^[!=]==$/.test(String(node.operator)))
  )
}

function textOf(node: Node): string | null {
  if (node.type === 'JSXText' || node.type === 'StringLiteral') return String(node.value)
  if (node.type !== 'TemplateLiteral') return null
  return (node.quasis as readonly Node[]).map(({ cooked }) => String(cooked)).join('…')
}

/** Whether a literal in this field of the node is shown: a child of an element, a label, or a branch of one. */
function isShownIn(node: Node, field: string, isShown: boolean): boolean {
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') return field === 'children'
  if (node.type === 'JSXAttribute') return SHOWN.test(nameOf(node.name))
  if (node.type === 'KeyValueProperty') return field === 'value' && SHOWN.test(nameOf(node.key))
  if (node.type === 'ConditionalExpression') return isShown && field !== 'test'
  if (node.type === 'BinaryExpression') return isShown && ['&&', '||', '??', '+'].includes(String(node.operator))
  return isShown && /^(JSXExpressionContainer|ParenthesisExpression|TsAsExpression)$/.test(node.type)
}

function nameOf(node: unknown): string {
  const { value, name } = node as { readonly value?: unknown; readonly name?: Node }
  return typeof value === 'string' ? value : name === undefined ? '' : nameOf(name)
}

function childrenOf(node: Node): [field: string, child: Node][] {
  return Object.entries(node).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value])
      .map((child) =>
        child !== null && typeof child === 'object' && 'expression' in child && !('type' in child)
          ? child.expression
          : child,
      )
      .filter((child) => child !== null && typeof child === 'object' && 'type' in child)
      .map((child): [string, Node] => [field, child as Node]),
  )
}

import { INTER } from '../lib/font.ts'

// An image of a chart may not fetch anything, so the parts of the interface font that its texts need are inside it.

/** A part of the font, for a range of characters. */
export interface FontFace {
  readonly url: string
  /** "U+0-FF, U+131"; empty: all characters. */
  readonly range: string
}

/** CSS of the parts that the text needs; those that cannot be read are left out, and the image uses the next font. */
export async function fontFaces(text: string): Promise<string> {
  const needed = facesOfPage().filter(({ range }) => covers(range, text))
  const faces = await Promise.all(needed.map((face) => embedded(face).catch(() => '')))
  return faces.join('')
}

/** Whether a range has any of the characters. */
export function covers(range: string, text: string): boolean {
  if (range === '') return true
  const spans = range.split(',').map((part) => {
    const [first = '', last = first] = part.trim().slice(2).split('-')
    return { first: Number.parseInt(first, 16), last: Number.parseInt(last, 16) }
  })
  return [...text].some((char) => spans.some(({ first, last }) => isBetween(char.codePointAt(0)!, first, last)))
}

function isBetween(code: number, first: number, last: number): boolean {
  return code >= first && code <= last
}

/** The parts of the font in the page's style sheets. */
function facesOfPage(): FontFace[] {
  return [...document.styleSheets].flatMap((sheet) =>
    rulesOf(sheet).flatMap((rule) => {
      if (!(rule instanceof CSSFontFaceRule)) return []
      const property = (name: string) => rule.style.getPropertyValue(name)
      if (!property('font-family').includes(INTER) || property('font-style') === 'italic') return []
      const path = /url\(["']?([^"')]+)/.exec(property('src'))?.[1]
      const url = path && new URL(path, sheet.href ?? document.baseURI).href
      return url ? [{ url, range: property('unicode-range') }] : []
    }),
  )
}

/** Rules of another site's sheet, such as an extension's, may not be read. */
function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules]
  } catch {
    return []
  }
}

async function embedded({ url, range }: FontFace): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`the font answered ${response.status}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const only = range === '' ? '' : `unicode-range:${range};`
  return `@font-face{font-family:'${INTER}';font-weight:100 900;${only}src:url(data:font/woff2;base64,${base64}) format('woff2')}`
}

import type { EChartsCoreOption } from 'echarts/core'
import { FONT } from '../lib/font.ts'
import { LIGHT } from '../lib/tokens.ts'
import { type ChartColours, coloursFrom } from './colours.ts'
import { init } from './echarts.ts'

// A chart as an image for a slide or a message: light colours in every theme, with title, what was asked, legend and source.

export interface ImageTexts {
  readonly title: string
  /** View, range and filters. */
  readonly lines: readonly string[]
  readonly source: string
}

interface Drawn {
  readonly height: number
  readonly options: (colours: ChartColours) => EChartsCoreOption
  readonly periods?: { readonly now: string; readonly before: string | null; readonly note?: string | null } | undefined
}

const WIDTH = 960
const MARGIN = 24
/** Pixels of a PNG per pixel of the drawing. */
const SCALE = 2

/**
 * The image as a whole SVG document.
 * @param faces CSS with the font of its texts
 */
export function chartSvg(
  { height, options, periods }: Drawn,
  { title, lines, source }: ImageTexts,
  faces = '',
): string {
  const colours = coloursFrom((name) => LIGHT[name] ?? '')
  const texts = [
    ...wrapped(title, 60).map((text) => ({ text, size: 18, weight: 600, colour: colours.strong })),
    ...lines
      .flatMap((line) => wrapped(line, 130))
      .map((text) => ({ text, size: 13, weight: 400, colour: colours.text })),
  ]
  let y = MARGIN
  const head = texts.map(({ text, size, weight, colour }) => {
    y += size + 6
    return line(text, { y: y - 6, size, weight, colour })
  })
  const legend = periods ? legendOf(periods, y + 18, colours) : ''
  const top = y + (periods ? 34 : 14)
  const whole = top + height + 40
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${whole}" viewBox="0 0 ${WIDTH} ${whole}" font-family="${escaped(FONT)}">`,
    faces === '' ? '' : `<style>${faces}</style>`,
    `<rect width="100%" height="100%" fill="${colours.surface}"/>`,
    ...head,
    legend,
    drawn(options(colours), height).replace(/^<svg /, `<svg x="${MARGIN}" y="${top}" `),
    line(source, { y: whole - 14, size: 11, weight: 400, colour: colours.axis }),
    '</svg>',
  ].join('')
}

/** The same as pixels. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = image.width * SCALE
  canvas.height = image.height * SCALE
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((done, failed) =>
    canvas.toBlob(
      (blob) => (blob ? done(blob) : failed(new Error('The browser could not draw the image.'))),
      'image/png',
    ),
  )
}

/** Drawn by the chart library, without the page. */
function drawn(options: EChartsCoreOption, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH - 2 * MARGIN, height })
  chart.setOption(options)
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}

function legendOf({ now, before, note }: NonNullable<Drawn['periods']>, y: number, colours: ChartColours): string {
  const sample = (x: number, colour: string, dash: string) =>
    `<line x1="${x}" x2="${x + 18}" y1="${y - 4}" y2="${y - 4}" stroke="${colour}" stroke-width="2"${dash}/>`
  const texts = [now, ...(before === null ? [] : [before]), ...(note ? [note] : [])]
  let x = MARGIN
  return texts
    .map((text, i) => {
      const hasSample = i === 0 || (i === 1 && before !== null)
      const mark = hasSample
        ? sample(x, i === 0 ? colours.line : colours.before, i === 0 ? '' : ' stroke-dasharray="4 3"')
        : ''
      const at = x + (hasSample ? 26 : 0)
      x = at + text.length * 7 + 24
      return `${mark}${line(text, { x: at, y, size: 12, weight: 400, colour: colours.text })}`
    })
    .join('')
}

interface TextStyle {
  readonly x?: number
  readonly y: number
  readonly size: number
  readonly weight: number
  readonly colour: string
}

function line(text: string, { x = MARGIN, y, size, weight, colour }: TextStyle): string {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}">${escaped(text)}</text>`
}

/** Lines of at most `most` characters; a longer word is cut into lines. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = []
  let now = ''
  for (const word of text.split(' ').flatMap((one) => one.match(new RegExp(`.{1,${most}}`, 'gu')) ?? [])) {
    if (now !== '' && now.length + 1 + word.length > most) {
      lines.push(now)
      now = word
    } else now = now === '' ? word : `${now} ${word}`
  }
  return now === '' ? lines : [...lines, now]
}

function escaped(text: string): string {
  const codes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (char) => codes[char]!)
}

import type { EChartsCoreOption } from 'echarts/core'
import { count } from '../lib/formats.ts'
import { base } from './base.ts'
import type { ChartColours } from './colours.ts'
import { type PlacementOrder, placementColour, placementStyle } from './placementStyle.ts'
import { texts } from './strings.ts'

/** Sales that go from the placement of one step to that of the next, or to the sale. */
export interface FlowLink {
  readonly step: number
  readonly from: string
  readonly to: string
  readonly conversions: number
}

interface Node {
  readonly id: string
  readonly step: number
  readonly placement: string
  readonly conversions: number
}

const LAST = 4

/** Columns are the first three placements and the sale; the same placement has a node in every column. */
export function pathSankey(
  flow: readonly FlowLink[],
  { nameOf, orderOf }: { readonly nameOf: (id: string) => string; readonly orderOf: PlacementOrder },
  colours: ChartColours,
): EChartsCoreOption {
  const nodes = nodesOf(flow)
  const styleOf = (placement: string) =>
    placement === 'sale' ? { color: colours.strong } : placementStyle(placement, orderOf, colours)
  return {
    ...base(),
    series: [
      {
        type: 'sankey',
        emphasis: { disabled: true },
        draggable: false,
        left: 8,
        right: 130,
        top: 8,
        bottom: 8,
        nodeWidth: 12,
        nodeGap: 12,
        layoutIterations: 16,
        data: nodes.map(({ id, step, placement, conversions }) => ({
          name: id,
          depth: step - 1,
          itemStyle: styleOf(placement),
          label: { formatter: `${nameOf(placement)}, ${count(conversions)}`, color: colours.text, fontSize: 11.5 },
        })),
        links: flow.map(({ step, from, to, conversions }) => ({
          source: nodeId(step, from),
          target: targetId(step, to),
          value: conversions,
          lineStyle: { color: placementColour(from, orderOf, colours) },
        })),
        lineStyle: { opacity: 0.2, curveness: 0.5 },
      },
    ],
  }
}

function nodesOf(flow: readonly FlowLink[]): Node[] {
  const nodes = new Map<string, Node>()
  const add = (id: string, step: number, placement: string, conversions: number) => {
    nodes.set(id, { id, step, placement, conversions: (nodes.get(id)?.conversions ?? 0) + conversions })
  }
  for (const { step, from, to, conversions } of flow) {
    add(nodeId(step, from), step, from, conversions)
    // The links out of the next column count the placement there.
    if (to === 'sale') add('sale', LAST, 'sale', conversions)
  }
  return [...nodes.values()]
}

/** The chart's nodes as rows, in the same order: arrow keys move between them, a click or Enter selects one. */
export function flowPoints(flow: readonly FlowLink[], nameOf: (id: string) => string) {
  const nodes = nodesOf(flow)
  const words = ({ step, placement }: Node) =>
    placement === 'sale' ? nameOf(placement) : texts.step(nameOf(placement), step)
  return {
    /** The placement of each row; null for other nodes. */
    placements: nodes.map(({ placement }) => (placement === 'sale' || placement === 'other' ? null : placement)),
    table: {
      head: [texts.placement, texts.sales],
      rows: nodes.map((node) => [words(node), count(node.conversions)]),
      csv: { columns: ['placement', 'conversions'], rows: nodes.map((node) => [words(node), node.conversions]) },
    },
  }
}

function nodeId(step: number, placement: string): string {
  return `${step} ${placement}`
}

function targetId(step: number, to: string): string {
  return to === 'sale' ? 'sale' : nodeId(step + 1, to)
}

export function describeFlow(flow: readonly FlowLink[], nameOf: (id: string) => string): string {
  const direct = flow.filter(({ step, to }) => step === 1 && to === 'sale')
  const largest = direct.toSorted((a, b) => b.conversions - a.conversions)[0]
  const total = flow.filter(({ step }) => step === 1).reduce((sum, { conversions }) => sum + conversions, 0)
  if (largest === undefined) return texts.salesByThePlacementsSeen(count(total))
  return texts.salesByThePlacementsSeenBefore(count(total), nameOf(largest.from), count(largest.conversions))
}

export interface PathRow {
  readonly path: readonly string[]
  readonly clipped: boolean
  /** Placements of cut steps that are not in `path`. */
  readonly left_out: readonly string[]
  readonly conversions: number
}

interface Named {
  readonly name: (id: string) => string
  readonly key: (id: string) => string
}

/** The largest paths; `rest` counts the others. */
export function pathTable(paths: readonly PathRow[], { name: nameOf, key: keyOf }: Named, rest: number) {
  const words = ({ path, clipped, left_out }: PathRow) => {
    const before = left_out.length > 0 ? texts.also(left_out.map(nameOf).join(', ')) : '… › '
    return `${clipped ? before : ''}${path.map(nameOf).join(' › ')}`
  }
  return {
    head: [texts.path, texts.sales],
    rows: paths.map((row) => [words(row), count(row.conversions)]),
    csv: {
      columns: ['path', 'path_key', 'conversions'],
      rows: paths.map((row) => [words(row), row.path.map(keyOf).join(' > '), row.conversions]),
      of: paths.length + rest,
    },
  }
}

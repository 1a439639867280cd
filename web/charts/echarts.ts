// The chart library as one lazy chunk: only the parts we use, with SVG output.
import { BarChart, CustomChart, LineChart, PieChart, SankeyChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GraphicComponent, GridComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { SVGRenderer } from 'echarts/renderers'

use([
  ...[BarChart, CustomChart, LineChart, PieChart, SankeyChart, ScatterChart],
  ...[GridComponent, GraphicComponent, MarkLineComponent, AriaComponent, LabelLayout, SVGRenderer],
])

export { init }

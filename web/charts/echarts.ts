// The chart library, as one lazy chunk: only the parts that are drawn, as SVG.
import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, GridComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, PieChart, GridComponent, AriaComponent, SVGRenderer])

export { init }

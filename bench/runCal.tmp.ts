import { runYear } from './pacing/closedLoop.ts'
import { makeMarket } from './pacing/market.ts'
import { ourController } from './pacing/ourController.ts'
const all = []
for (const [seed, over] of [[1, 0.04], [2, 0.35]]) all.push(...(await runYear(makeMarket(seed, over), ourController(8), seed)).outcomes)
const shown = all.flatMap(({ chances, delivered, sold }) => chances.map((c) => ({ c, ok: delivered >= sold.goal * 0.999 })))
for (const [a, b] of [[0,.1],[.1,.4],[.4,.7],[.7,.9],[.9,1.01]]) { const s = shown.filter(({c}) => c>=a && c<b); console.log(a,b,s.length,(s.reduce((x,y)=>x+y.c,0)/s.length).toFixed(2),(s.filter(x=>x.ok).length/s.length*100).toFixed(1)) }

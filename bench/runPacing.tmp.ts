import { benchPacing } from './pacing.ts'
for (const r of await benchPacing()) console.log(r.what, '|', r.value, '|', r.figure)

'use client'
import { useEffect } from 'react'
import { isMissingPart } from '../lib/useOutdated.ts'
import classes from '../ui/EntryCard.module.css'
import { texts } from './strings.ts'

/** At most one automatic reload a minute. */
const AGAIN_MS = 60_000

/** A page that failed. If the dashboard was rebuilt, the page is loaded again. */
export default function PageError({ error }: { readonly error: Error }) {
  useEffect(() => {
    const last = Number(sessionStorage.getItem('bx-reloaded'))
    if (!isMissingPart(error) || Date.now() - last < AGAIN_MS) return
    sessionStorage.setItem('bx-reloaded', String(Date.now()))
    window.location.reload()
  }, [error])
  return (
    <main className={classes.page}>
      <div className={classes.card} role="alert">
        <h1>{texts.thisPageFailed}</h1>
        <p className={classes.note}>{texts.reloadItIfItFails}</p>
        {/* Not Mantine's: this page is part of the first load of every page, and would bring a second copy. */}
        <button type="button" className={classes.plain} onClick={() => window.location.reload()}>
          {texts.reload}
        </button>
      </div>
    </main>
  )
}

import Link from 'next/link'
import classes from './notFound.module.css'
import { texts } from './strings.ts'

/** The page of an unknown address. */
export default function NotFound() {
  return (
    <main className={classes.page}>
      <h1>{texts.pageNotFound}</h1>
      <p>{texts.thisAddressDoesNotExist}</p>
      <p>
        <Link href="/placements/">{texts.openThePlacementOverview}</Link>
      </p>
    </main>
  )
}

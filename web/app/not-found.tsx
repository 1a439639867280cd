import Link from 'next/link'
import classes from './notFound.module.css'

/** The page of an unknown address. */
export default function NotFound() {
  return (
    <main className={classes.page}>
      <h1>Page not found</h1>
      <p>This address does not exist. It may have moved, or the link is incomplete.</p>
      <p>
        <Link href="/placements/">Open the placement overview</Link>
      </p>
    </main>
  )
}

import { Button } from '@mantine/core'
import classes from './Form.module.css'

/** Takes the place of a form's buttons when it would be closed with changes. */
export function DiscardQuestion(props: { readonly onKeep: () => void; readonly onDiscard: () => void }) {
  return (
    <div className={classes.discard} role="alertdialog" aria-label="Discard your changes?">
      <p>Discard your changes?</p>
      <Button data-autofocus onClick={props.onKeep}>
        Keep editing
      </Button>
      <Button className={classes.danger ?? ''} onClick={props.onDiscard}>
        Discard
      </Button>
    </div>
  )
}

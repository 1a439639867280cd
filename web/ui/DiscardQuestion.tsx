import { Button } from '@mantine/core'
import classes from './Form.module.css'
import { texts } from './strings.ts'

/** Takes the place of a form's buttons when it would be closed with changes. */
export function DiscardQuestion(props: { readonly onKeep: () => void; readonly onDiscard: () => void }) {
  return (
    <div className={classes.discard} role="alertdialog" aria-label={texts.discardYourChanges}>
      <p>{texts.discardYourChanges}</p>
      <Button data-autofocus onClick={props.onKeep}>
        {texts.keepEditing}
      </Button>
      <Button className={classes.danger ?? ''} onClick={props.onDiscard}>
        {texts.discard}
      </Button>
    </div>
  )
}

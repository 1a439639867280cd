import { type Ref, type RefObject, useImperativeHandle } from 'react'

/** Renders nothing: the target of a popover is an existing button, which stays in the page while the popover loads. */
export function BesideButton(props: {
  readonly button: RefObject<HTMLButtonElement | null>
  readonly ref?: Ref<HTMLElement>
}) {
  const { button, ref } = props
  useImperativeHandle(ref, () => button.current!, [button])
  return null
}

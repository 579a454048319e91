import { Button, type ButtonProps } from '@mantine/core'
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import { type ActState, onePress } from './one-press.ts'

interface ActButtonProps extends Omit<ButtonProps, 'loading' | 'onClick'> {
  readonly act: ActState
  /** Of a form's button: nothing, as the form submits. */
  readonly onPress?: (event: MouseEvent) => unknown
  readonly type?: 'button' | 'submit'
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string
  readonly 'data-autofocus'?: boolean | undefined
  readonly children: ReactNode
}

/** The button of every act: a press while the act is pending, or the second of a double press, does nothing. */
export function ActButton({ act, onPress, type = 'button', ...button }: ActButtonProps) {
  const element = useRef<HTMLButtonElement>(null)
  const hadFocus = useRef(false)
  const { isPending } = act
  useEffect(() => {
    // A button that is loading is disabled, and loses the focus.
    if (!isPending && hadFocus.current && document.activeElement === document.body) element.current?.focus()
    if (!isPending) hadFocus.current = false
  }, [isPending])
  const press = (event: MouseEvent) => {
    hadFocus.current = true
    return onPress?.(event)
  }
  return <Button {...button} ref={element} type={type} {...onePress(act, press)} />
}

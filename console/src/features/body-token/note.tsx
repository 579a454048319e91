import { Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './note.module.css'

interface NoteProps {
  readonly tone: 'good' | 'calm'
  readonly title: string
  readonly text: string
  /** Moves the focus here: the button that was pressed has gone. */
  readonly takesFocus: boolean
  /** What can be done now. */
  readonly children?: ReactNode
}

/** A result, or the present state. */
export function Note({ tone, title, text, takesFocus, children }: NoteProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (takesFocus && document.activeElement === document.body) element.current?.focus({ preventScroll: true })
  }, [takesFocus])
  const Icon = tone === 'good' ? IconCircleCheck : IconInfoCircle
  return (
    <div ref={element} tabIndex={-1} className={classes.note} data-tone={tone}>
      <Icon size={20} aria-hidden className={classes.icon} />
      <Stack gap="sm" align="flex-start" className={classes.content}>
        <div role="status">
          <Text fw={650}>{title}</Text>
          <Text size="sm">{text}</Text>
        </div>
        {children}
      </Stack>
    </div>
  )
}

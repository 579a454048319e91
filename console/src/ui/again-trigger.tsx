import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconRotateClockwise } from '@tabler/icons-react'
import type { MouseEvent } from 'react'
import { type ActState, onePress } from './acts/one-press.ts'

interface AgainTriggerProps {
  /** An arrow in a row, or a button with words. */
  readonly look: 'arrow' | 'button'
  readonly label: string
  /** Names the post for screen readers, which do not see the row. */
  readonly labelOf: string
  /** Why it would be refused. The button can still take the focus, so that this can be read. */
  readonly refusal: string | null
  /** What the press does; absent: nothing that takes time. */
  readonly act?: ActState
  readonly onPress: (event: MouseEvent) => void
}

const idle: ActState = { isPending: false, isBusy: false }

/** *Process again*, wherever a post is. */
export function AgainTrigger({ look, label, labelOf, refusal, act = idle, onPress }: AgainTriggerProps) {
  const shared = {
    ...onePress(act, onPress),
    'aria-disabled': refusal !== null || act.isBusy,
    // For the key that presses it.
    'data-again': true,
    ...(refusal !== null && { 'data-disabled': true }),
  }
  return (
    <Tooltip label={refusal ?? label} events={{ hover: true, focus: true, touch: true }} multiline maw="18rem">
      {look === 'arrow' ? (
        <ActionIcon
          variant="default"
          size={32}
          aria-label={refusal === null ? labelOf : `${labelOf}. ${refusal}`}
          {...shared}
        >
          <IconRotateClockwise size={18} aria-hidden />
        </ActionIcon>
      ) : (
        <Button leftSection={<IconRotateClockwise size={18} aria-hidden />} {...shared}>
          {label}
        </Button>
      )}
    </Tooltip>
  )
}

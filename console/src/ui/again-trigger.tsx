import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconRotateClockwise } from '@tabler/icons-react'
import type { MouseEvent } from 'react'

interface AgainTriggerProps {
  /** An arrow in a row, or a button with words. */
  readonly look: 'arrow' | 'button'
  readonly label: string
  /** Names the post for screen readers, which do not see the row. */
  readonly labelOf: string
  /** Why it would be refused. The button can still take the focus, so that this can be read. */
  readonly refusal: string | null
  readonly busy?: boolean
  readonly onPress: (event: MouseEvent) => void
}

/** *Process again*, for every place that shows a post. */
export function AgainTrigger({ look, label, labelOf, refusal, busy = false, onPress }: AgainTriggerProps) {
  const shared = {
    onClick: onPress,
    loading: busy,
    'aria-disabled': refusal !== null,
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

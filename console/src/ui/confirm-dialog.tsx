import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import { type MouseEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActButton } from './acts/act-button.tsx'
import type { ActState } from './acts/one-press.ts'
import { ErrorState } from './states/error-state.tsx'

interface ConfirmDialogProps {
  readonly opened: boolean
  /** The question. */
  readonly title: string
  /** How many posts this sends or stops; shown first. */
  readonly count?: number | undefined
  /** Where to; shown with the count. */
  readonly hosts?: readonly string[]
  /** What will happen, and what cannot be undone. */
  readonly children?: ReactNode
  readonly confirmLabel: string
  readonly danger?: boolean
  /** What confirming does; absent: nothing that takes time. */
  readonly act?: ActState
  /** Of the attempt before; the dialog stays open. */
  readonly error?: unknown
  readonly onConfirm: () => unknown
  readonly onClose: () => void
}

const idle: ActState = { isPending: false, isBusy: false }
/** Within this time the second press of a double one still comes, which was meant for the button that opened the dialog. */
const doublePressMs = 400

/** Asks before posts are sent or data is lost. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    opened,
    title,
    count,
    hosts = [],
    children,
    confirmLabel,
    danger,
    act = idle,
    error,
    onConfirm,
    onClose,
  } = props
  const { t } = useTranslation('ui')
  // The second press of a double one on what opened it neither confirms nor closes it.
  const [isSettled, setIsSettled] = useState(false)
  useEffect(() => {
    setIsSettled(false)
    if (!opened) return
    const timer = setTimeout(() => setIsSettled(true), doublePressMs)
    return () => clearTimeout(timer)
  }, [opened])
  // The dialog may be mounted open, and then Modal does not know what had the focus.
  const opener = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (opened) opener.current = document.activeElement
  }, [opened])
  const giveFocusBack = () => {
    const { activeElement: active, body } = document
    const isLost = active === body || active?.closest('[role=dialog]')
    if (isLost && opener.current instanceof HTMLElement) opener.current.focus()
  }
  const confirm = (event: MouseEvent) => {
    const isKey = event.detail === 0
    // While it closes it can still be seen and pressed.
    if (opened && (isSettled || !isKey)) onConfirm()
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      closeOnClickOutside={isSettled}
      onExitTransitionEnd={giveFocusBack}
      title={
        <Text span fw={650} size="lg">
          {title}
        </Text>
      }
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        {count !== undefined && <Text fw={600}>{t('confirm.posts', { count })}</Text>}
        {hosts.length > 0 && (
          <div>
            <Text size="sm">{t('confirm.to')}</Text>
            <List size="sm">
              {hosts.map((host) => (
                <List.Item key={host}>
                  <Text span ff="monospace" size="sm">
                    {host}
                  </Text>
                </List.Item>
              ))}
            </List>
          </div>
        )}
        {children && <div>{children}</div>}
        {error !== undefined && error !== null && <ErrorState error={error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus={danger ? true : undefined}>
            {t('cancel')}
          </Button>
          <ActButton
            {...(danger && { color: 'red.8' })}
            act={act}
            onPress={confirm}
            data-autofocus={danger ? undefined : true}
          >
            {confirmLabel}
          </ActButton>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Button, Group, List, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
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
  readonly busy?: boolean
  /** The error of the last try; the dialog stays open. */
  readonly error?: unknown
  readonly onConfirm: () => unknown
  readonly onClose: () => void
}

/** Asks before posts are sent or data is lost. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, title, count, hosts = [], children, confirmLabel, danger, busy, error, onConfirm, onClose } = props
  const { t } = useTranslation('ui')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
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
          <Button
            {...(danger && { color: 'red.8' })}
            loading={busy ?? false}
            onClick={() => onConfirm()}
            data-autofocus={danger ? undefined : true}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Radio, Stack, Text } from '@mantine/core'
import type { DeliveryFilter, Replay } from '@postback/sdk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCreateReplay, usePlannedReplay } from '../../data/replays.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { useFormats } from '../../ui/use-formats.ts'

interface ReplayDialogProps {
  readonly opened: boolean
  readonly filter: DeliveryFilter
  /** Whether the filter leaves anything out. */
  readonly narrowed: boolean
  /** Where they would go. */
  readonly hosts: readonly string[]
  readonly onStarted: (replay: Replay) => void
  readonly onClose: () => void
}

const counting = { isPending: true, isBusy: true }

/** Everything that the list shows, processed again: first counted, then asked about. */
export function ReplayDialog({ opened, filter, narrowed, hosts, onStarted, onClose }: ReplayDialogProps) {
  const { t } = useTranslation('history')
  const formats = useFormats()
  const [mode, setMode] = useState<Replay['mode']>('latest')
  const planned = usePlannedReplay(filter, opened)
  const create = useCreateReplay()
  const count = planned.data?.count ?? 0
  const start = () => {
    if (count === 0) return close()
    create.press(
      { filter, mode },
      {
        onSuccess: (replay) => {
          close()
          onStarted(replay)
        },
      },
    )
  }
  const close = () => {
    create.reset()
    onClose()
  }
  return (
    <ConfirmDialog
      opened={opened}
      title={t('replay.question')}
      count={planned.data?.exact ? count : undefined}
      hosts={hosts}
      confirmLabel={planned.data && count > 0 ? t('replay.start') : t('replay.nothing')}
      act={planned.isLoading ? counting : create}
      error={create.error}
      onConfirm={start}
      onClose={close}
    >
      <Stack gap="md">
        {planned.isLoading && <Loading rows={2} />}
        {planned.error && (
          <ErrorState error={planned.error} title={t('replay.countFailed')} onRetry={planned.refetch} />
        )}
        {planned.data && !planned.data.exact && (
          <Text fw={600}>{t('replay.moreThan', { number: formats.number(count) })}</Text>
        )}
        <Text size="sm">{narrowed ? t('replay.filtered') : t('replay.everything')}</Text>
        <Radio.Group
          label={t('replay.which')}
          value={mode}
          onChange={(value) => setMode(value === 'all' ? 'all' : 'latest')}
        >
          <Stack gap="sm" mt="xs">
            <Radio value="latest" label={t('replay.latest')} description={t('replay.latestText')} />
            <Radio value="all" label={t('replay.all')} description={t('replay.allText')} />
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {t('replay.skips')}
        </Text>
      </Stack>
    </ConfirmDialog>
  )
}

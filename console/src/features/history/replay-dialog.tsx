import { Radio, Stack, Text, TextInput } from '@mantine/core'
import type { Delivery, DeliveryFilter, Replay } from '@postback/sdk'
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
  /** The rows that the reader has selected: just these; null: all that the filter has. */
  readonly selected: readonly Delivery[] | null
  /** Where they would go. */
  readonly hosts: readonly string[]
  readonly onStarted: (replay: Replay) => void
  readonly onClose: () => void
}

const counting = { isPending: true, isBusy: true }
const untyped = { isPending: false, isBusy: true }
/** Above this, a press is not enough. */
const pressMost = 500

/** Posts of the list, processed again: first counted, then asked about. Of a filter only those that failed, unless the reader says so. */
export function ReplayDialog(props: ReplayDialogProps) {
  const { opened, filter, narrowed, selected, hosts, onStarted, onClose } = props
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const formats = useFormats()
  const [mode, setMode] = useState<Replay['mode']>('latest')
  const [group, setGroup] = useState<'failed' | 'every'>('failed')
  const [typed, setTyped] = useState('')
  const failed = failedOf(filter)
  // A filter that has no failed posts, or no others, leaves nothing to choose.
  const hasChoice = selected === null && failed !== null && failed !== filter
  const plannedFailed = usePlannedReplay(failed ?? filter, opened && selected === null && failed !== null)
  const plannedEvery = usePlannedReplay(filter, opened && (selected !== null || hasChoice || failed === null))
  const isFailed = failed !== null && selected === null && (!hasChoice || group === 'failed')
  const wanted = isFailed ? failed : filter
  const planned = isFailed ? plannedFailed : plannedEvery
  const create = useCreateReplay()
  const count = planned.data?.count ?? 0
  const isMany = count > pressMost
  const isTyped = !isMany || typed.replace(/\D/g, '') === String(count)
  const start = () => {
    if (count === 0) return close()
    if (!isTyped) return
    create.press(
      { filter: wanted, mode },
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
    setGroup('failed')
    setTyped('')
    onClose()
  }
  const numbered = (name: 'failed' | 'every', { data }: typeof planned) =>
    data ? tBench(`again.${name}Number`, { number: shown(data) }) : tBench(`again.${name}`)

  return (
    <ConfirmDialog
      opened={opened}
      title={t('replay.question')}
      count={planned.data?.exact ? count : undefined}
      hosts={hosts}
      confirmLabel={planned.data && count === 0 ? t('replay.nothing') : t('replay.start')}
      act={planned.isLoading ? counting : isTyped ? create : untyped}
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
        <Text size="sm">
          {selected !== null ? tBench('again.selected') : narrowed ? t('replay.filtered') : t('replay.everything')}
        </Text>
        {hasChoice && (
          <Radio.Group
            label={tBench('again.group')}
            value={group}
            onChange={(value) => setGroup(value === 'every' ? 'every' : 'failed')}
          >
            <Stack gap="sm" mt="xs">
              <Radio value="failed" label={numbered('failed', plannedFailed)} />
              <Radio value="every" label={numbered('every', plannedEvery)} />
            </Stack>
          </Radio.Group>
        )}
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
        {isMany && (
          <TextInput
            label={tBench('again.typed')}
            description={tBench('again.many', {
              most: formats.number(pressMost),
              number: formats.number(count),
            })}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
        )}
      </Stack>
    </ConfirmDialog>
  )

  function shown({ count, exact }: { readonly count: number; readonly exact: boolean }): string {
    return exact ? formats.number(count) : tBench('chips.over', { number: formats.number(count) })
  }
}

/** The failed ones of a filter, the filter itself where it has no others; null: it leaves them out. */
function failedOf(filter: DeliveryFilter): DeliveryFilter | null {
  if (filter.state === undefined) return { ...filter, state: ['failed'] }
  if (!filter.state.includes('failed')) return null
  return filter.state.length === 1 ? filter : { ...filter, state: ['failed'] }
}

import { Group, Loader, Stack, Text } from '@mantine/core'
import type { DeliveryFilter } from '@postback/sdk'
import { IconRotateClockwise } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useCreateReplay, usePlannedLatest, useReplay } from '../../data/replays.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { useFormats } from '../../ui/use-formats.ts'

const lookEveryMs = 500

interface RestProps {
  readonly configurationId: string
  /** The receiver's answer to posts without the token in the body. */
  readonly status: number
  /** Whether tests are among them. */
  readonly withTests: boolean
  /** Beside one post that was already accepted, or for all posts. */
  readonly kind: 'others' | 'all'
}

/** All posts of the configuration that failed in the same way, sent again together. */
export function Rest({ configurationId, status, withTests, kind }: RestProps) {
  const { t } = useTranslation('body-token')
  const formats = useFormats()
  const filter: DeliveryFilter = {
    configurationId,
    state: ['failed', 'retrying'],
    responseStatus: status,
    ...(!withTests && { test: false }),
  }
  const send = useCreateReplay()
  const { data: rest = send.data } = useReplay(send.data?.id, lookEveryMs)
  const planned = usePlannedLatest(filter, send.data === undefined)
  if (rest) {
    const { state, done, skipped, total } = rest
    return (
      <Stack gap={4} align="flex-start">
        <Group gap="xs" role="status">
          {state === 'running' && <Loader size={16} aria-hidden />}
          <Text size="sm" fw={600}>
            {state === 'running'
              ? t('rest.running', { done: formats.number(done), total: formats.number(total) })
              : t('rest.ended', { count: done, number: formats.number(done) })}
          </Text>
        </Group>
        {skipped > 0 && <Text size="sm">{t('rest.skipped', { count: skipped, number: formats.number(skipped) })}</Text>}
        <TextLink to="/webhook/history/replays/$id" params={{ id: rest.id }} fz="sm">
          {t('rest.result')}
        </TextLink>
      </Stack>
    )
  }
  if (planned.error) {
    return <ErrorState error={planned.error} title={t('rest.countFailed')} onRetry={planned.refetch} />
  }
  if (!planned.data) return null
  const { count, exact } = planned.data
  if (count === 0) return <Text size="sm">{t('rest.none')}</Text>
  const number = exact ? formats.number(count) : t('rest.over', { number: formats.number(count) })
  return (
    <Stack gap={6} align="flex-start">
      <ActButton
        size="sm"
        leftSection={<IconRotateClockwise size={18} aria-hidden />}
        act={send}
        onPress={() => send.press({ filter, mode: 'latest' })}
      >
        {t(`rest.${kind}`, { count, number })}
      </ActButton>
      <Text size="sm">{t('rest.leftOut', { status })}</Text>
      {send.error && <ErrorState error={send.error} title={t('rest.failed')} />}
    </Stack>
  )
}

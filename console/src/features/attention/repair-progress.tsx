import { Group, Progress, Text } from '@mantine/core'
import type { AttentionCard } from '@postback/sdk'
import { IconAlertTriangle, IconCircleCheck, IconSend } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isUnderWay, useRepair } from '../../data/attention.ts'
import { useCancelReplay } from '../../data/replays.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { Done, Said } from './said.tsx'

/** How many have arrived, until none is on its way any more. */
export function RepairProgress({ card, replayId }: { readonly card: AttentionCard; readonly replayId: string }) {
  const { t } = useTranslation('attention')
  const formats = useFormats()
  const { data: replay, error, refetch } = useRepair(replayId)
  const cancel = useCancelReplay()
  if (error && !replay) return <ErrorState error={error} title={t('progress.unknown')} onRetry={refetch} />
  if (!replay) return <Said icon={<IconSend size={20} aria-hidden />}>{t('progress.starting')}</Said>
  const { state, total, skipped, done, arrived, failed } = replay
  const expected = state === 'running' ? Math.max(total - skipped, done) : done
  const [there, lost] = [arrived ?? 0, failed ?? 0]
  const figures = t('progress.figures', {
    count: there,
    arrived: formats.number(there),
    of: formats.number(expected),
  })
  if (isUnderWay(replay)) {
    return (
      <>
        <Said icon={<IconSend size={20} aria-hidden />}>{t('progress.sending')}</Said>
        <Progress.Root size="lg">
          <Progress.Section
            value={expected === 0 ? 0 : (there / expected) * 100}
            aria-label={t('progress.name')}
            aria-valuetext={figures}
          />
        </Progress.Root>
        <Group gap="md">
          <Text size="sm">{figures}</Text>
          {state === 'running' && (
            <ActButton act={cancel} variant="default" size="xs" onPress={() => cancel.press(replayId)}>
              {t('progress.stop')}
            </ActButton>
          )}
        </Group>
        {cancel.isError && <ErrorState error={cancel.error} title={t('progress.notStopped')} />}
      </>
    )
  }
  return (
    <>
      {lost === 0 ? (
        <Said tone="good" icon={<IconCircleCheck size={20} aria-hidden />}>
          {t('progress.allArrived', { count: there, number: formats.number(there) })}
        </Said>
      ) : (
        <Said
          tone="bad"
          icon={<IconAlertTriangle size={20} aria-hidden />}
          link={
            <TextLink to="/webhook/history/replays/$id" params={{ id: replayId }} size="sm">
              {t('progress.see')}
            </TextLink>
          }
        >
          {t('progress.someFailed', { count: lost, number: formats.number(lost), arrived: formats.number(there) })}
        </Said>
      )}
      {skipped > 0 && <Text size="sm">{t('progress.left', { count: skipped, number: formats.number(skipped) })}</Text>}
      <Done card={card} />
    </>
  )
}

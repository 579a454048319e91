import { Group, Progress, Stack, Text } from '@mantine/core'
import type { Replay } from '@postback/sdk'
import { IconCircleCheck, IconCircleX, IconClock, IconPlayerTrackNext } from '@tabler/icons-react'
import { Trans, useTranslation } from 'react-i18next'
import { useCancelReplay } from '../../data/replays.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import classes from './replay.module.css'

const looks = {
  arrived: { icon: IconCircleCheck, color: 'var(--pb-good)' },
  waiting: { icon: IconClock, color: 'var(--pb-info)' },
  failed: { icon: IconCircleX, color: 'var(--pb-bad)' },
  skipped: { icon: IconPlayerTrackNext, color: 'var(--pb-calm)' },
} as const
const counted = ['arrived', 'waiting', 'failed', 'skipped'] as const

/** What has become of the posts of a replay. It goes on when the page is closed. */
export function ReplayProgress({ replay }: { readonly replay: Replay }) {
  const { t } = useTranslation('history')
  const formats = useFormats()
  const say = useSentence()
  const cancel = useCancelReplay()
  const { id, state, createdAt } = replay
  const counts = { ...countsOf(replay), skipped: replay.skipped }
  const total = Math.max(replay.total, replay.done + replay.skipped)
  const figures = t('replay.figures', {
    arrived: formats.number(counts.arrived),
    waiting: formats.number(counts.waiting),
    failed: formats.number(counts.failed),
    skipped: formats.number(counts.skipped),
    total: formats.number(total),
  })
  return (
    <Panel padded>
      <Stack gap="md">
        <Group justify="space-between" gap="sm" align="flex-start">
          <div>
            <Text fw={650} size="lg" aria-live="polite">
              {say(replay)}
            </Text>
            <Text size="sm" c="dimmed" component="div">
              <Trans t={t} i18nKey="replay.started" components={{ time: <RelativeTime at={createdAt} /> }} />
            </Text>
          </div>
          {state === 'running' && (
            <ActButton variant="default" size="xs" act={cancel} onPress={() => cancel.press(id)}>
              {t('replay.stop')}
            </ActButton>
          )}
        </Group>
        <Progress.Root
          size="xl"
          role="progressbar"
          aria-label={t('replay.progress')}
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={total - counts.waiting - (total - replay.done - replay.skipped)}
          aria-valuetext={figures}
        >
          {counted.map((name) => (
            <Progress.Section
              key={name}
              value={total === 0 ? 0 : (counts[name] / total) * 100}
              color={looks[name].color}
              withAria={false}
            />
          ))}
        </Progress.Root>
        <dl className={classes.counts}>
          {counted.map((name) => {
            const Icon = looks[name].icon
            return (
              <div key={name} className={classes.count} data-none={counts[name] === 0 || undefined}>
                <dt>
                  <Icon size={16} color={looks[name].color} aria-hidden /> {t(`replay.counts.${name}`)}
                </dt>
                <dd>{formats.number(counts[name])}</dd>
              </div>
            )
          })}
        </dl>
        {counts.skipped > 0 && (
          <Text size="sm" c="dimmed">
            {t('replay.skips')}
          </Text>
        )}
        {cancel.error && <ErrorState error={cancel.error} title={t('replay.stopFailed')} />}
      </Stack>
    </Panel>
  )
}

/** Before they were counted, each counted as waiting for its result. */
function countsOf({ arrived, waiting, failed, done }: Replay) {
  return { arrived: arrived ?? 0, waiting: waiting ?? done, failed: failed ?? 0 }
}

function useSentence(): (replay: Replay) => string {
  const { t } = useTranslation('history')
  const formats = useFormats()
  return ({ state, done, waiting, failed, arrived }) => {
    if (state !== 'ended') return t(`replay.states.${state}`)
    if (waiting === null || failed === null || arrived === null) return t('replay.states.ended')
    if (done === 0) return t('replay.states.nothing')
    if (failed > 0) return t('replay.states.failed', { count: failed, number: formats.number(failed) })
    if (waiting > 0) return t('replay.states.waiting')
    return t('replay.states.arrived', { count: arrived, number: formats.number(arrived) })
  }
}

import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCancelReplay, useReplay } from '../../data/replays.ts'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import classes from './history.module.css'

/** The progress of a replay. The replay goes on when the page is closed, and the address finds it again. */
export function ReplayProgress({ id, onDismiss }: { readonly id: string; readonly onDismiss: () => void }) {
  const { t } = useTranslation('history')
  const formats = useFormats()
  const { data: replay, error, refetch } = useReplay(id)
  const cancel = useCancelReplay()

  if (error) return <ErrorState error={error} title={t('replay.failed')} onRetry={refetch} />
  if (!replay) return null
  const { total, done, skipped } = replay
  const share = total === 0 ? 1 : Math.min(1, (done + skipped) / total)
  const running = replay.state === 'running'
  const figures = t('replay.figures', {
    done: formats.number(done),
    skipped: formats.number(skipped),
    total: formats.number(total),
  })
  return (
    <div className={classes.replay}>
      <Panel padded>
        <Stack gap="sm">
          <Group justify="space-between" gap="sm">
            <div>
              <Text fw={650} aria-live="polite">
                {t(`replay.states.${replay.state}`)}
              </Text>
              <Text size="sm" c="dimmed">
                {figures}
              </Text>
            </div>
            {running ? (
              <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate(id)}>
                {t('replay.stop')}
              </Button>
            ) : (
              <Button variant="default" size="xs" onClick={onDismiss}>
                {t('replay.dismiss')}
              </Button>
            )}
          </Group>
          <Progress.Root size="lg">
            <Progress.Section
              value={(running ? share : 1) * 100}
              aria-label={t('replay.progress')}
              aria-valuetext={figures}
              {...(running && { animated: true })}
            />
          </Progress.Root>
          {cancel.error && <ErrorState error={cancel.error} title={t('replay.stopFailed')} />}
        </Stack>
      </Panel>
    </div>
  )
}

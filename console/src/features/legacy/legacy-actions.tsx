import { Text, Timeline } from '@mantine/core'
import { type LegacyPostDetail, outcomes } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useWords } from '../../words/use-words.ts'
import classes from './legacy.module.css'

const actors = ['postback', 'platform', 'console'] as const
type Action = LegacyPostDetail['actions'][number]

/** The actions, with who and when; the latest first. */
export function LegacyActions({ actions }: { readonly actions: readonly Action[] }) {
  const { t } = useTranslation('legacy')
  return (
    <Timeline
      bulletSize={14}
      lineWidth={2}
      active={-1}
      component="ol"
      className={classes.actions}
      aria-label={t('actions.title')}
    >
      {actions.toReversed().map((action, index) => (
        <Timeline.Item
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing moves, and two may be of the same moment.
          key={index}
          component="li"
          title={
            <Text span fw={600} size="sm">
              {t(`actions.kinds.${action.kind}`)}
            </Text>
          }
        >
          <Text size="sm">
            <Actor by={action.by} />
            <Result action={action} />
          </Text>
          <Text size="xs" c="dimmed">
            <RelativeTime at={action.at} absolute />
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

function Actor({ by }: { readonly by: string }) {
  const { t } = useTranslation('legacy')
  const known = actors.find((actor) => actor === by)
  const [, credential] = /^credential: (.+)$/.exec(by) ?? []
  if (credential !== undefined) return t('actions.by.credential', { name: credential })
  return known ? t(`actions.by.${known}`) : by
}

function Result({ action: { kind, detail } }: { readonly action: Action }) {
  const { t } = useTranslation('legacy')
  const words = useWords()
  if (kind === 'interrupted') return <> · {t('actions.interrupted')}</>
  const [, outcome, status] = /^attempt \d+: (\w+) \((-?\d+)\)$/.exec(detail ?? '') ?? []
  const known = outcomes.find((name) => name === outcome)
  return known ? (
    <>
      {' · '}
      {words.outcome(known)} ({status})
    </>
  ) : null
}

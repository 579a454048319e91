import { Text, Timeline } from '@mantine/core'
import { type DeliveryDetail, outcomes, type PastAction } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../data/account.ts'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useActor } from '../../words/use-actor.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './delivery.module.css'

const reasons = [
  'manual',
  'configuration removed',
  'consent withdrawn',
  'superseded',
  'discarded',
  'expired',
] as const satisfies readonly NonNullable<DeliveryDetail['cancelReason']>[]

/** The actions, with who and when; the latest first. Attempts in a row stand in one line: the history of responses has them in full. */
export function PastActions({ actions }: { readonly actions: readonly PastAction[] }) {
  const { t } = useTranslation('history')
  if (actions.length === 0) return <Text c="dimmed">{t('actions.none')}</Text>
  return (
    <Timeline
      bulletSize={14}
      lineWidth={2}
      active={-1}
      component="ol"
      className={classes.actions}
      aria-label={t('actions.title')}
    >
      {runsOf(actions).map((run, index) => (
        <Timeline.Item
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing moves, and two may be of the same moment.
          key={index}
          component="li"
        >
          {run.length > 1 ? <Attempts run={run} /> : run.map((action) => <Action key={action.at} action={action} />)}
        </Timeline.Item>
      ))}
    </Timeline>
  )
}

/** Newest first; attempts that follow each other are together. */
function runsOf(actions: readonly PastAction[]): readonly (readonly PastAction[])[] {
  const runs: PastAction[][] = []
  for (const action of actions.toReversed()) {
    const before = runs.at(-1)
    if (before?.[0]?.kind === 'attempted' && action.kind === 'attempted') before.push(action)
    else runs.push([action])
  }
  return runs
}

function Action({ action }: { readonly action: PastAction }) {
  const words = useWords()
  return (
    <>
      <Text fw={600} size="sm">
        {words.action(action.kind)}
      </Text>
      <Text size="sm">
        <Actor by={action.by} />
        <Detail detail={action.detail} />
      </Text>
      <Text size="xs" c="dimmed">
        <RelativeTime at={action.at} absolute />
      </Text>
    </>
  )
}

function Attempts({ run }: { readonly run: readonly PastAction[] }) {
  const { t } = useTranslation('history')
  const formats = useFormats()
  const [last, first] = [run.at(0), run.at(-1)]
  return (
    <details className={classes.fold}>
      <summary>
        <Text span fw={600} size="sm">
          {t('actions.attempts', { count: run.length })}
        </Text>
        {first && last && (
          <Text size="xs" c="dimmed" className={classes.foldTimes}>
            {t('actions.fromTo', { from: formats.dateTime(first.at), to: formats.dateTime(last.at) })}
          </Text>
        )}
      </summary>
      <ol className={classes.folded}>
        {run.map((action, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nothing moves, and two may be of the same moment.
          <li key={index}>
            <Action action={action} />
          </li>
        ))}
      </ol>
    </details>
  )
}

function Actor({ by }: { readonly by: string }) {
  const actor = useActor()
  const account = useAccount()
  return by === account.id ? account.name : actor(by)
}

function Detail({ detail }: { readonly detail: string | null }) {
  const { t } = useTranslation('history')
  const words = useWords()
  if (detail === null) return null
  if (detail === 'configuration disabled') return <> · {t('actions.disabled')}</>
  if (detail.startsWith('set aside:')) return <> · {t('actions.setAside')}</>
  const [, number, outcome, status, remark] = /^attempt (\d+): (\w+) \((-?\d+)\)(, .+)?$/.exec(detail) ?? []
  const known = outcomes.find((name) => name === outcome)
  if (number !== undefined && known) {
    return (
      <>
        {' · '}
        {t('actions.attempt', { number, outcome: words.outcome(known), status })}
        {remark !== undefined && `, ${t(remark === ', too late to count' ? 'actions.late' : 'actions.notCounted')}`}
      </>
    )
  }
  const reason = reasons.find((reason) => reason === detail)
  return <> · {reason ? words.cancelReason(reason) : detail}</>
}

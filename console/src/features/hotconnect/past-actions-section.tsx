import { Button, Text } from '@mantine/core'
import type { AccountAction } from '@postback/sdk'
import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePastActions } from '../../data/past-actions.ts'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useActor } from '../../words/use-actor.ts'
import classes from './hotconnect.module.css'

/** Who made, revealed and ended which credential. */
export function PastActionsSection() {
  const { t } = useTranslation('hotconnect')
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = usePastActions()
  const actions = data?.pages.flatMap((page) => page.data)
  return (
    <section id="past-actions" aria-labelledby="past-actions-title">
      <div className={classes.heading}>
        <h2 id="past-actions-title" className={classes.title}>
          <IconHistory size={20} aria-hidden /> {t('actions.title')}
        </h2>
        <Text size="sm">{t('actions.text')}</Text>
      </div>
      {error && <ErrorState error={error} title={t('actions.failed')} onRetry={refetch} />}
      <Panel>
        {!actions && !error && <Loading rows={3} />}
        {actions?.length === 0 && (
          <Text size="sm" c="dimmed" p="md">
            {t('actions.none')}
          </Text>
        )}
        {actions && actions.length > 0 && (
          <ul className={classes.actions} aria-labelledby="past-actions-title">
            {actions.map((action, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nothing moves, and two may be of the same moment.
              <PastAction key={index} action={action} />
            ))}
          </ul>
        )}
      </Panel>
      {hasNextPage && (
        <Button variant="default" size="xs" mt="sm" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t('actions.older')}
        </Button>
      )}
    </section>
  )
}

function PastAction({ action }: { readonly action: AccountAction }) {
  const { t } = useTranslation('hotconnect')
  const actor = useActor()
  const { at, by, kind, subject, detail } = action
  return (
    <li className={classes.action}>
      <Text size="sm">
        <strong>{t(`actions.kinds.${kind}`)}</strong>
        {subject !== null && <> · {subject}</>}
      </Text>
      <Text size="xs" c="dimmed">
        <RelativeTime at={at} absolute /> · {actor(by)}
        {detail !== null && <Detail detail={detail} />}
      </Text>
    </li>
  )
}

function Detail({ detail }: { readonly detail: string }) {
  const { t } = useTranslation('hotconnect')
  const [, hours] = /^the old secret works for (\d+) h$/.exec(detail) ?? []
  if (hours !== undefined) return <> · {t('actions.overlap', { count: Number(hours) })}</>
  if (/\b410\b/.test(detail)) return <> · {t('actions.gone')}</>
  return <> · {detail}</>
}

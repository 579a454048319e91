import { Text } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePastActionsOf } from '../../../data/past-actions.ts'
import { ErrorState } from '../../../ui/states/error-state.tsx'
import { RelativeTime } from '../../../ui/time/relative-time.tsx'
import { useActor } from '../../../words/use-actor.ts'
import { useWords } from '../../../words/use-words.ts'
import classes from './page.module.css'

const kinds = ['hook-created', 'hook-removed', 'hottok-revealed', 'signing-secret-revealed'] as const

interface Entry {
  readonly at: string
  readonly what: string
  readonly more: ReactNode
}

/** What is known of its past, newest first. */
export function ConfigurationPast({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const actor = useActor()
  const { name, createdAt, updatedAt, disabledAt, disabledReason } = configuration
  const { data, error, refetch } = usePastActionsOf(name)
  if (error) return <ErrorState error={error} title={t('page.past.failed')} onRetry={refetch} />
  const recorded = (data ?? []).flatMap(({ at, by, kind }): readonly Entry[] => {
    const known = kinds.find((it) => it === kind)
    // A name may have belonged to another one before.
    return known && at >= createdAt ? [{ at, what: t(`page.past.kinds.${known}`), more: actor(by) }] : []
  })
  const entries: Entry[] = [
    ...recorded,
    { at: createdAt, what: t('page.past.created'), more: null },
    ...(updatedAt === createdAt ? [] : [{ at: updatedAt, what: t('page.past.changed'), more: null }]),
    ...(disabledAt === null || disabledReason === null
      ? []
      : [{ at: disabledAt, what: t('page.past.disabled'), more: words.disabledReason(disabledReason) }]),
  ]
  return (
    <ul aria-labelledby="past-title" className={classes.past}>
      {entries
        .toSorted((a, b) => b.at.localeCompare(a.at))
        .map(({ at, what, more }) => (
          <li key={`${at} ${what}`}>
            <Text size="sm" fw={600}>
              {what}
            </Text>
            {more && <Text size="sm">{more}</Text>}
            <Text size="xs" c="dimmed">
              <RelativeTime at={at} absolute />
            </Text>
          </li>
        ))}
    </ul>
  )
}

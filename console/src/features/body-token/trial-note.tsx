import type { Configuration } from '@postback/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Trial } from '../../data/body-token-trial.ts'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { usePlace } from '../../words/explain-failure.ts'
import { Note } from './note.tsx'

interface TrialNoteProps {
  readonly trial: Exclude<Trial, { readonly step: 'trying' }>
  readonly configuration: Configuration
  /** What can be sent again now. */
  readonly rest: ReactNode
  readonly takesFocus: boolean
}

/** The result of the trial, and the state of the switch. */
export function TrialNote({ trial, configuration: { name, url }, rest, ...focus }: TrialNoteProps) {
  const { t } = useTranslation('body-token')
  const host = usePlace()(url)
  switch (trial.step) {
    case 'accepted':
      return (
        <Note
          tone="good"
          title={t('accepted.title')}
          text={t('accepted.text', { host, name, status: trial.status })}
          {...focus}
        >
          {rest}
        </Note>
      )
    case 'refused':
      return (
        <Note
          tone="calm"
          title={t('refused.title')}
          text={t('refused.text', { host, status: trial.status })}
          {...focus}
        />
      )
    case 'unclear': {
      const { status } = trial
      const text = status === null ? t('unclear.noAnswer', { host }) : t('unclear.text', { host, status })
      return <Note tone="calm" title={t('unclear.title')} text={text} {...focus} />
    }
    case 'broken':
      return <ErrorState error={trial.error} title={t('broken.title')} safety={t('broken.text', { name })} />
    default:
      trial satisfies never
      return null
  }
}

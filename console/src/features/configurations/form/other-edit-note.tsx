import { Radio, Stack, Text, Title } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { RelativeTime } from '../../../ui/time/relative-time.tsx'
import { useWords } from '../../../words/use-words.ts'
import classes from './form-note.module.css'
import { formOf, inputOf } from './form-values.ts'
import type { Edited, EditedField } from './merge-edits.ts'

/** Another editor was faster: what both have done, and what the reader has chosen so far. */
export interface OtherEdit {
  readonly stored: Configuration
  readonly mine: Edited
  readonly before: Edited
  readonly contested: readonly EditedField[]
  readonly taken: readonly EditedField[]
  readonly choices: Partial<Record<EditedField, 'mine' | 'theirs'>>
  /** The reader tried to save before every choice was made. */
  readonly asked: boolean
}

const labels = {
  name: 'form.name',
  events: 'form.events',
  productId: 'form.products',
  url: 'form.url',
  version: 'form.version',
  hottokInBody: 'others.hottokInBody',
  maxPerSecond: 'form.maxPerSecond',
} as const satisfies Record<EditedField, string>

/** Takes the focus. */
export const otherEditId = 'other-edit'

interface OtherEditNoteProps {
  readonly edit: OtherEdit
  readonly onChoose: (field: EditedField, choice: 'mine' | 'theirs') => void
}

/** Above *Save*: what another tab or person has changed since this form was opened, field by field. */
export function OtherEditNote({ edit, onChoose }: OtherEditNoteProps) {
  const { t } = useTranslation('configurations')
  const describe = useDescription()
  const { stored, mine, before, contested, taken, choices, asked } = edit
  const theirs = inputOf(formOf(stored))
  return (
    <section aria-labelledby={otherEditId} className={classes.note} data-tone="warn">
      <IconUsers size={20} aria-hidden className={classes.icon} />
      <Stack gap="sm" className={classes.text}>
        <div role="status">
          <Title order={2} size="h3" id={otherEditId} tabIndex={-1} className={classes.title}>
            {t('others.title')}
          </Title>
          <Text size="sm">
            {t('others.text')} <RelativeTime at={stored.updatedAt} />
          </Text>
          <Text size="sm">{t(contested.length > 0 ? 'others.choose' : 'others.saveAgain')}</Text>
        </div>
        {contested.map((field) => (
          <Radio.Group
            key={field}
            label={t(labels[field])}
            className={classes.field ?? ''}
            value={choices[field] ?? null}
            error={asked && choices[field] === undefined ? t('others.missing') : undefined}
            onChange={(value) => onChoose(field, value === 'mine' ? 'mine' : 'theirs')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="mine" label={<Choice of={t('others.mine')} value={describe(field, mine, before)} />} />
              <Radio
                value="theirs"
                label={<Choice of={t('others.theirs')} value={describe(field, theirs, before)} />}
              />
            </Stack>
          </Radio.Group>
        ))}
        {taken.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              {t('others.taken')}
            </Text>
            <ul className={classes.taken}>
              {taken.map((field) => (
                <li key={field}>
                  <Text size="sm" className={classes.value}>
                    {t(labels[field])}: <bdi>{describe(field, theirs, before)}</bdi>
                  </Text>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Stack>
    </section>
  )
}

function Choice({ of, value }: { readonly of: string; readonly value: string }) {
  return (
    <span className={classes.value}>
      {of}: <bdi>{value}</bdi>
    </span>
  )
}

/** The value of a field in words; of the events, what differs from before. */
function useDescription() {
  const { t } = useTranslation('configurations')
  const words = useWords()
  return (field: EditedField, edited: Edited, before: Edited): string => {
    switch (field) {
      case 'events': {
        const added = edited.events.filter((event) => !before.events.includes(event)).map(words.event)
        const removed = before.events.filter((event) => !edited.events.includes(event)).map(words.event)
        return [
          added.length > 0 && t('others.added', { events: added.join(', ') }),
          removed.length > 0 && t('others.removed', { events: removed.join(', ') }),
        ]
          .filter((part) => typeof part === 'string')
          .join('; ')
      }
      case 'productId':
        return edited.productId === null ? t('allProducts') : t('product', { id: edited.productId })
      case 'hottokInBody':
        return t(edited.hottokInBody ? 'others.yes' : 'others.no')
      case 'maxPerSecond':
        return edited.maxPerSecond === null ? t('others.noLimit') : t('pace', { count: edited.maxPerSecond })
      default:
        return edited[field]
    }
  }
}

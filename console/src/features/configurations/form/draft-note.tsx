import { Button, Group, Text } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { RelativeTime } from '../../../ui/time/relative-time.tsx'
import classes from './form-note.module.css'

interface DraftNoteProps {
  readonly at: number
  readonly onKeep: () => void
  readonly onDiscard: () => void
}

/** Above the form, when what was typed before has been put back into it. */
export function DraftNote({ at, onKeep, onDiscard }: DraftNoteProps) {
  const { t } = useTranslation('configurations')
  return (
    <section aria-label={t('draft.title')} className={classes.note} data-tone="info">
      <IconHistory size={20} aria-hidden className={classes.icon} />
      <div className={classes.text} role="status">
        <Text fw={600}>{t('draft.title')}</Text>
        <Text size="sm">
          {t('draft.text')} <RelativeTime at={new Date(at).toISOString()} />
        </Text>
      </div>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={onKeep}>
          {t('draft.keep')}
        </Button>
        <Button size="xs" variant="subtle" onClick={onDiscard}>
          {t('draft.discard')}
        </Button>
      </Group>
    </section>
  )
}

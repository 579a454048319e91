import { Text } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { IconClockPause } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { useUntil } from '../../../ui/time/use-until.ts'
import classes from './note.module.css'

interface WaitingNoteProps {
  readonly configuration: Configuration
  readonly until: string
}

/** Its system asked us to wait: until when, and that there is nothing to do. */
export function WaitingNote({ configuration: { id }, until }: WaitingNoteProps) {
  const { t } = useTranslation('configurations')
  const say = useUntil()
  return (
    <div className={classes.note} data-tone="info">
      <IconClockPause size={18} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <Text size="sm">
          <strong>{t('waiting.until', { until: say(until, Date.now()) })}</strong> {t('waiting.then')}
        </Text>
        <TextLink to="/webhook/history" search={{ configuration: id }} fz="xs">
          {t('disabled.answers')}
        </TextLink>
      </div>
    </div>
  )
}

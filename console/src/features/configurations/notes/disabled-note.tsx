import { Button, Group, Text } from '@mantine/core'
import type { Configuration, DisabledReason } from '@postback/sdk'
import { IconHandStop, IconInfoCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsoleInfo } from '../../../data/console-info.ts'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { RelativeTime } from '../../../ui/time/relative-time.tsx'
import { useFormats } from '../../../ui/use-formats.ts'
import { useWords } from '../../../words/use-words.ts'
import { EnableDialog } from '../dialogs/enable-dialog.tsx'
import classes from './note.module.css'

interface DisabledNoteProps {
  readonly configuration: Configuration
  /** With a button, where none stands beside it. */
  readonly withButton?: boolean
}

/** All other reasons were found when the address was saved, before any post could be answered. */
const foundBySending: ReadonlySet<DisabledReason> = new Set(['gone', 'url-error', 'failing'])

/** Why, since when, how much is held, and what to do about it. */
export function DisabledNote({ configuration, withButton = false }: DisabledNoteProps) {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const [asking, setAsking] = useState(false)
  const { id, disabledReason, disabledAt, held, heldSince } = configuration
  if (disabledReason === null) return null
  return (
    <div className={classes.note} data-tone={disabledReason === 'manual' ? 'calm' : 'bad'}>
      <IconInfoCircle size={18} aria-hidden className={classes.icon} />
      <div className={classes.text}>
        <Text size="sm">
          <strong>{words.disabledReason(disabledReason)}</strong> {t(`disabled.next.${disabledReason}`)}
        </Text>
        <Group gap="md" mt={4}>
          {disabledAt && (
            <Text size="xs" c="dimmed">
              {t('disabled.since')} <RelativeTime at={disabledAt} />
            </Text>
          )}
          <Text size="xs" fw={held > 0 ? 600 : 400} className={classes.held}>
            {held > 0 && <IconHandStop size={14} aria-hidden />}
            {held > 0 ? t('held', { count: held }) : t('disabled.nothingHeld')}
          </Text>
          {heldSince && <HeldUntil since={heldSince} />}
          {foundBySending.has(disabledReason) && (
            <TextLink to="/webhook/history" search={{ configuration: id }} fz="xs">
              {t('disabled.answers')}
            </TextLink>
          )}
        </Group>
      </div>
      {withButton && (
        <Button size="xs" onClick={() => setAsking(true)}>
          {t('disabled.waysOut')}
        </Button>
      )}
      <EnableDialog configuration={configuration} opened={asking} onClose={() => setAsking(false)} />
    </div>
  )
}

const dayMs = 24 * 3_600_000
/** From then on it is a warning. */
const soonDays = 7

/** Until when the oldest held post is kept: as long as the history. */
function HeldUntil({ since }: { since: string }) {
  const { t } = useTranslation('configurations')
  const formats = useFormats()
  const info = useConsoleInfo()
  if (info === undefined) return null
  const until = Date.parse(since) + info.historyDays * dayMs
  const isSoon = until - Date.now() < soonDays * dayMs
  return (
    <Text size="xs" c={isSoon ? 'var(--pb-warn)' : 'dimmed'} fw={isSoon ? 600 : 400}>
      {t('disabled.heldUntil', { date: formats.date(until) })}
    </Text>
  )
}

import { Text, Title } from '@mantine/core'
import type { Delivery, DeliveryCount } from '@postback/sdk'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './attention.module.css'

interface AllWellProps {
  /** Posts that arrived in the last 7 days; undefined: not known yet. */
  readonly arrived: DeliveryCount | undefined
  /** null: there is none. */
  readonly newest: Delivery | null | undefined
}

/** One sentence, and the last delivery. */
export function AllWell({ arrived, newest }: AllWellProps) {
  const { t } = useTranslation('attention')
  const formats = useFormats()
  const words = useWords()
  const count = arrived?.count ?? 0
  const number = `${formats.number(count)}${arrived && !arrived.exact ? '+' : ''}`
  return (
    <div className={classes.well}>
      <IconCircleCheck size={28} aria-hidden className={classes.wellIcon} />
      <div role="status">
        <Title order={2} size="h3">
          {count === 0 ? t('well.quiet') : t('well.all', { count, number })}
        </Title>
        {newest && (
          <Text size="sm">
            {t('well.last')} <RelativeTime at={newest.deliveredAt ?? newest.createdAt} />
            {' · '}
            <TextLink to="/webhook/deliveries/$id" params={{ id: newest.id }} size="sm">
              {words.event(newest.event)} {newest.transaction}
            </TextLink>
          </Text>
        )}
      </div>
    </div>
  )
}

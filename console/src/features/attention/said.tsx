import { Button, Group, Text } from '@mantine/core'
import type { AttentionCard } from '@postback/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './attention.module.css'
import { endRepair } from './repairs.ts'

interface SaidProps {
  readonly tone?: 'good' | 'bad'
  readonly icon: ReactNode
  readonly link?: ReactNode
  readonly children: ReactNode
}

/** What has become of it so far, read out as it changes. */
export function Said({ tone, icon, link, children }: SaidProps) {
  return (
    <Group gap="md">
      <div className={classes.said} data-tone={tone} role="status">
        {icon}
        <Text fw={600}>{children}</Text>
      </div>
      {link}
    </Group>
  )
}

export function Done({ card }: { readonly card: AttentionCard }) {
  const { t } = useTranslation('attention')
  return (
    <div>
      <Button variant="default" onClick={() => endRepair(card)}>
        {t('progress.close')}
      </Button>
    </div>
  )
}

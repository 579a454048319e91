import { Group, Title } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { ConfigurationNote } from '../notes/configuration-note.tsx'
import { ConfigurationActions } from './configuration-actions.tsx'
import { ConfigurationBadge } from './configuration-badge.tsx'
import { AddressFact, EventsFact, ProductFact } from './configuration-facts.tsx'
import classes from './configurations-table.module.css'
import { RecentSparkline } from './recent-sparkline.tsx'
import { SourceBadge } from './source-badge.tsx'

/** The facts of a table row, for narrow screens. */
export function ConfigurationCard({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const { id, name, url, events, productId, version, maxPerSecond, source } = configuration
  return (
    <li className={classes.card}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h3">
          {name}
        </Title>
        <Group gap="xs">
          <SourceBadge source={source} />
          <ConfigurationBadge configuration={configuration} />
        </Group>
      </Group>
      <dl className={classes.facts}>
        <dt>{t('columns.address')}</dt>
        <dd>
          <AddressFact url={url} />
        </dd>
        <dt>{t('columns.events')}</dt>
        <dd>
          <EventsFact events={events} />
        </dd>
        <dt>{t('columns.product')}</dt>
        <dd>
          <ProductFact productId={productId} />
        </dd>
        <dt>{t('columns.version')}</dt>
        <dd>{version}</dd>
        {maxPerSecond !== null && (
          <>
            <dt>{t('columns.pace')}</dt>
            <dd>{t('pace', { count: maxPerSecond })}</dd>
          </>
        )}
        <dt>{t('columns.lastDay')}</dt>
        <dd>
          <RecentSparkline configurationId={id} />
        </dd>
      </dl>
      <ConfigurationNote configuration={configuration} />
      <ConfigurationActions configuration={configuration} />
    </li>
  )
}

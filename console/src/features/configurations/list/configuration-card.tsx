import { Group, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { ConfigurationNote } from '../notes/configuration-note.tsx'
import { ConfigurationActions } from './configuration-actions.tsx'
import { ConfigurationBadge } from './configuration-badge.tsx'
import { AddressFact, EventsFact, ProductFact } from './configuration-facts.tsx'
import type { ConfigurationRowProps } from './configuration-row.ts'
import classes from './configurations-table.module.css'
import { FailingLink } from './failing-link.tsx'
import { MoreMenu } from './more-menu.tsx'
import { RecentSparkline } from './recent-sparkline.tsx'
import { SourceBadge } from './source-badge.tsx'

/** The facts of a table row, for narrow screens. */
export function ConfigurationCard({ configuration, productNames, figures, figuresState }: ConfigurationRowProps) {
  const { t } = useTranslation('configurations')
  const { id, name, url, events, productId, version, maxPerSecond, source } = configuration
  return (
    <li className={classes.card}>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h3">
          <TextLink to="/webhook/configurations/$id" params={{ id }} className={classes.nameLink} title={name}>
            <bdi>{name}</bdi>
          </TextLink>
        </Title>
        <Group gap="xs">
          <SourceBadge source={source} />
          <ConfigurationBadge configuration={configuration} />
          <MoreMenu configuration={configuration} />
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
          <ProductFact productId={productId} names={productNames} />
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
          <RecentSparkline figures={figures} state={figuresState} />
        </dd>
      </dl>
      <FailingLink configuration={configuration} />
      <ConfigurationNote configuration={configuration} />
      <ConfigurationActions configuration={configuration} />
    </li>
  )
}

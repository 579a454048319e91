import { Table } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Configuration } from '@postback/sdk'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfigurationNote } from '../notes/configuration-note.tsx'
import { useWaitsUntil } from '../notes/use-waits-until.ts'
import { ConfigurationActions } from './configuration-actions.tsx'
import { ConfigurationBadge } from './configuration-badge.tsx'
import { ConfigurationCard } from './configuration-card.tsx'
import { AddressFact, EventsFact, ProductFact } from './configuration-facts.tsx'
import classes from './configurations-table.module.css'
import { RecentSparkline } from './recent-sparkline.tsx'
import { SourceBadge } from './source-badge.tsx'

interface ConfigurationsTableProps {
  readonly configurations: readonly Configuration[]
}

/** A table where there is room for one, cards where there is not. */
export function ConfigurationsTable({ configurations }: ConfigurationsTableProps) {
  const { t } = useTranslation('configurations')
  const wide = useMediaQuery('(min-width: 72em)', false, { getInitialValueInEffect: false })
  if (!wide) {
    return (
      <ul aria-label={t('title')} className={classes.cards}>
        {configurations.map((configuration) => (
          <ConfigurationCard key={configuration.id} configuration={configuration} />
        ))}
      </ul>
    )
  }
  return (
    <Table aria-label={t('title')} className={classes.table ?? ''} horizontalSpacing={10}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('columns.name')}</Table.Th>
          <Table.Th>{t('columns.address')}</Table.Th>
          <Table.Th>{t('columns.events')}</Table.Th>
          <Table.Th>{t('columns.product')}</Table.Th>
          <Table.Th>{t('columns.version')}</Table.Th>
          <Table.Th>{t('columns.state')}</Table.Th>
          <Table.Th>{t('columns.lastDay')}</Table.Th>
          <Table.Th className={classes.actions ?? ''}>{t('columns.actions')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {configurations.map((configuration) => (
          <ConfigurationRow key={configuration.id} configuration={configuration} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function ConfigurationRow({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const { id, name, url, events, productId, version, maxPerSecond, state, source } = configuration
  const hasNote = useWaitsUntil(configuration) !== null || state === 'disabled'
  return (
    <Fragment>
      <Table.Tr data-continued={hasNote || undefined}>
        <Table.Th scope="row" className={classes.name ?? ''}>
          <div>{name}</div>
          <SourceBadge source={source} />
        </Table.Th>
        <Table.Td className={classes.address ?? ''}>
          <AddressFact url={url} />
        </Table.Td>
        <Table.Td>
          <EventsFact events={events} />
        </Table.Td>
        <Table.Td>
          <ProductFact productId={productId} />
        </Table.Td>
        <Table.Td>{version}</Table.Td>
        <Table.Td>
          <ConfigurationBadge configuration={configuration} />
          {maxPerSecond !== null && <div className={classes.pace}>{t('pace', { count: maxPerSecond })}</div>}
        </Table.Td>
        <Table.Td>
          <RecentSparkline configurationId={id} />
        </Table.Td>
        <Table.Td className={classes.actions ?? ''}>
          <ConfigurationActions configuration={configuration} />
        </Table.Td>
      </Table.Tr>
      {hasNote && (
        <Table.Tr>
          <Table.Td colSpan={8} className={classes.note ?? ''}>
            <ConfigurationNote configuration={configuration} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  )
}

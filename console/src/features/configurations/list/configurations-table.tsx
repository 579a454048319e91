import { Table } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { Configuration } from '@postback/sdk'
import { Fragment, memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useNamesOfProducts } from '../../../data/products.ts'
import { useRecentFigures } from '../../../data/stats.ts'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { ConfigurationNote } from '../notes/configuration-note.tsx'
import { useWaitsUntil } from '../notes/use-waits-until.ts'
import { ConfigurationActions } from './configuration-actions.tsx'
import { ConfigurationBadge } from './configuration-badge.tsx'
import { ConfigurationCard } from './configuration-card.tsx'
import { AddressFact, EventsFact, ProductFact } from './configuration-facts.tsx'
import type { ConfigurationRowProps } from './configuration-row.ts'
import classes from './configurations-table.module.css'
import { FailingLink } from './failing-link.tsx'
import { MoreMenu } from './more-menu.tsx'
import { RecentSparkline } from './recent-sparkline.tsx'
import { SourceBadge } from './source-badge.tsx'

interface ConfigurationsTableProps {
  readonly configurations: readonly Configuration[]
}

/** A table where there is room for one, cards where there is not. */
export function ConfigurationsTable({ configurations }: ConfigurationsTableProps) {
  const { t } = useTranslation('configurations')
  const wide = useMediaQuery('(min-width: 80em)', false, { getInitialValueInEffect: false })
  const productNames = useNamesOfProducts(configurations.flatMap(({ productId }) => productId ?? []))
  const figures = useRecentFigures(configurations.map(({ id }) => id))
  const rowOf = (configuration: Configuration): ConfigurationRowProps => ({
    configuration,
    productNames,
    figures: figures.data?.get(configuration.id),
    figuresState: figures.data ? 'known' : figures.isError ? 'failed' : 'loading',
  })
  if (!wide) {
    return (
      <ul aria-label={t('title')} className={classes.cards}>
        {configurations.map((configuration) => (
          <ConfigurationCard key={configuration.id} {...rowOf(configuration)} />
        ))}
      </ul>
    )
  }
  return (
    <div className={classes.scroll}>
      <Table aria-label={t('title')} className={classes.table ?? ''} horizontalSpacing={10}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.name')}</Table.Th>
            <Table.Th>{t('columns.address')}</Table.Th>
            <Table.Th>{t('columns.what')}</Table.Th>
            <Table.Th>{t('columns.state')}</Table.Th>
            <Table.Th>{t('columns.lastDay')}</Table.Th>
            <Table.Th className={classes.more ?? ''}>{t('columns.more')}</Table.Th>
            <Table.Th className={classes.actions ?? ''}>{t('columns.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {configurations.map((configuration) => (
            <ConfigurationRow key={configuration.id} {...rowOf(configuration)} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}

/** Drawn again only when something of it has changed: a list has fifty. */
const ConfigurationRow = memo(({ configuration, productNames, figures, figuresState }: ConfigurationRowProps) => {
  const { t } = useTranslation('configurations')
  const { id, name, url, events, productId, version, maxPerSecond, state, source } = configuration
  const hasNote = useWaitsUntil(configuration) !== null || state === 'disabled'
  return (
    <Fragment>
      <Table.Tr data-continued={hasNote || undefined}>
        <Table.Th scope="row" className={classes.name ?? ''}>
          <TextLink to="/webhook/configurations/$id" params={{ id }} className={classes.nameLink} title={name}>
            <bdi>{name}</bdi>
          </TextLink>
          <SourceBadge source={source} />
        </Table.Th>
        <Table.Td className={classes.address ?? ''}>
          <AddressFact url={url} />
        </Table.Td>
        <Table.Td>
          <EventsFact events={events} />
          <div className={classes.second}>
            <ProductFact productId={productId} names={productNames} /> · {version}
          </div>
        </Table.Td>
        <Table.Td>
          <ConfigurationBadge configuration={configuration} />
          <FailingLink configuration={configuration} />
          {maxPerSecond !== null && <div className={classes.second}>{t('pace', { count: maxPerSecond })}</div>}
        </Table.Td>
        <Table.Td>
          <RecentSparkline figures={figures} state={figuresState} />
        </Table.Td>
        <Table.Td className={classes.more ?? ''}>
          <MoreMenu configuration={configuration} />
        </Table.Td>
        <Table.Td className={classes.actions ?? ''}>
          <ConfigurationActions configuration={configuration} />
        </Table.Td>
      </Table.Tr>
      {hasNote && (
        <Table.Tr>
          <Table.Td colSpan={7} className={classes.note ?? ''}>
            <ConfigurationNote configuration={configuration} />
          </Table.Td>
        </Table.Tr>
      )}
    </Fragment>
  )
})

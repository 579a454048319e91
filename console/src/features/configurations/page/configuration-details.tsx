import { Title } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNamesOfProducts } from '../../../data/products.ts'
import { CopyButton } from '../../../ui/code/copy-button.tsx'
import { Fact, FactList } from '../../../ui/fact-list.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { useWords } from '../../../words/use-words.ts'
import { ProductFact } from '../list/configuration-facts.tsx'
import { SourceBadge } from '../list/source-badge.tsx'
import classes from './page.module.css'

/** What is sent where, and how fast. */
export function ConfigurationDetails({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const { url, events, productId, version, hottokInBody, maxPerSecond, source } = configuration
  const names = useNamesOfProducts(productId === null ? [] : [productId])
  return (
    <Panel padded>
      <FactList>
        <Fact name={t('columns.address')}>
          <span className={classes.address}>{url}</span> <CopyButton value={url} label={t('page.facts.copyAddress')} />
        </Fact>
        <Fact name={t('columns.events')}>
          <ul className={classes.events}>
            {events.map((event) => (
              <li key={event}>{words.event(event)}</li>
            ))}
          </ul>
        </Fact>
        <Fact name={t('columns.product')}>
          <ProductFact productId={productId} names={names} />
        </Fact>
        <Fact name={t('columns.version')}>
          {version} <SourceBadge source={source} />
        </Fact>
        <Fact name={t('page.facts.token')}>
          {hottokInBody || version === '1.0.0' ? t('page.facts.yes') : t('page.facts.no')}
        </Fact>
        <Fact name={t('page.limits.title')}>
          {maxPerSecond === null ? t('page.limits.none') : t('pace', { count: maxPerSecond })}
          <br />
          {t('page.limits.attempts')}
        </Fact>
      </FactList>
    </Panel>
  )
}

interface SidePanelProps {
  readonly id: string
  readonly title: string
  readonly children: ReactNode
}

export function SidePanel({ id, title, children }: SidePanelProps) {
  return (
    <section aria-labelledby={id}>
      <Panel padded>
        <Title order={2} size="h3" id={id} mb="sm">
          {title}
        </Title>
        <div className={classes.side}>{children}</div>
      </Panel>
    </section>
  )
}

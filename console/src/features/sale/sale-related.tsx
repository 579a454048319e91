import { Title } from '@mantine/core'
import type { SaleDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { SaleStatusBadge } from '../../ui/badges/sale-status-badge.tsx'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useWords } from '../../words/use-words.ts'
import classes from './sale.module.css'

/** Renewals of its subscription, and what was added at its checkout. */
export function RelatedSales({ sale }: { readonly sale: SaleDetail }) {
  const { t } = useTranslation('sale')
  if (sale.related.length === 0) return null
  return (
    <section aria-labelledby="sale-related">
      <Title order={2} id="sale-related" mb="sm">
        {t('related.title')}
      </Title>
      <Panel padded>
        <ul className={classes.related}>
          {sale.related.map(({ transaction, relation, productName, status, statusAt, firstAt }) => (
            <li key={transaction}>
              <TextLink to="/webhook/sales/$transaction" params={{ transaction }} className={classes.mono}>
                {transaction}
              </TextLink>
              {status !== null && <SaleStatusBadge status={status} />}
              <span className={classes.about}>
                <span>{t(`related.${relation}`)}</span>
                {productName !== null && <bdi>{productName}</bdi>}
                <span>
                  <RelativeTime at={statusAt ?? firstAt} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </section>
  )
}

/** Posts of the platform's earlier tool. */
export function LegacyPostsOfSale({ sale }: { readonly sale: SaleDetail }) {
  const { t } = useTranslation('sale')
  const words = useWords()
  if (sale.legacyPosts.length === 0) return null
  return (
    <section aria-labelledby="sale-legacy">
      <Title order={2} id="sale-legacy" mb="sm">
        {t('legacy.title')}
      </Title>
      <Panel padded>
        <ul className={classes.related}>
          {sale.legacyPosts.map(({ id, state, status, event, at }) => (
            <li key={id}>
              <StatusCode status={status} />
              <TextLink
                to={state === 'pending' ? '/webhook/pending-posts' : '/webhook/sent-posts'}
                search={{ post: id }}
              >
                {words.event(event as Parameters<typeof words.event>[0])}
              </TextLink>
              <span className={classes.about}>
                <span>{t(`legacy.states.${state}`)}</span>
                <span>
                  <RelativeTime at={at} absolute />
                </span>
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </section>
  )
}

import type { DeliveryDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/code/copy-button.tsx'
import { Fact, FactList } from '../../ui/fact-list.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useWords } from '../../words/use-words.ts'
import { buyerOf } from './buyer-of.ts'
import { CurlButton } from './curl-button.tsx'
import classes from './delivery.module.css'
import type { Names } from './names.ts'

interface FactsProps {
  readonly delivery: DeliveryDetail
  readonly names: Names
  readonly url: string | null
}

export function Facts({ delivery, names, url }: FactsProps) {
  const { t } = useTranslation('history')
  const words = useWords()
  const { transaction, configurationId, attemptCount, attemptsMax, attemptsTotal, series, nextAttemptAt } = delivery
  return (
    <Panel padded>
      <FactList>
        <BuyerFact delivery={delivery} />
        {transaction !== null && (
          <Fact name={t('facts.sale')}>
            {delivery.test ? (
              <span className={classes.mono}>{transaction}</span>
            ) : (
              <TextLink to="/webhook/sales/$transaction" params={{ transaction }} className={classes.mono}>
                {transaction}
              </TextLink>
            )}{' '}
            <CopyButton value={transaction} label={t('facts.copyTransaction')} />
            <br />
            <TextLink to="/webhook/history" search={{ transaction }}>
              {t('facts.sameTransaction')}
            </TextLink>
          </Fact>
        )}
        <Fact name={t('columns.product')}>
          <bdi>{names.product(delivery.productId)}</bdi>
        </Fact>
        <Fact name={t('columns.configuration')}>
          {configurationId !== null && names.configurationOf(delivery) ? (
            <TextLink to="/webhook/configurations/$id" params={{ id: configurationId }}>
              {names.destination(delivery)}
            </TextLink>
          ) : (
            names.destination(delivery)
          )}
        </Fact>
        {url !== null && (
          <Fact name={t('facts.address')}>
            <span className={classes.mono}>{url}</span>
          </Fact>
        )}
        <Fact name={t('columns.attempts')}>
          {t('attempts', { used: attemptCount, of: attemptsMax })}
          {series > 1 && ` · ${t('facts.series', { series, total: attemptsTotal })}`}
        </Fact>
        {nextAttemptAt !== null && (
          <Fact name={t('columns.next')}>
            <RelativeTime at={nextAttemptAt} absolute />
          </Fact>
        )}
        <Fact name={t('facts.created')}>
          <RelativeTime at={delivery.createdAt} absolute />
        </Fact>
        {delivery.deliveredAt !== null && (
          <Fact name={t('facts.delivered')}>
            <RelativeTime at={delivery.deliveredAt} absolute />
          </Fact>
        )}
        <Fact name={t('facts.kind')}>
          {delivery.test ? t('facts.test') : words.trigger(delivery.trigger)} ·{' '}
          {t('facts.version', { version: delivery.version })}
        </Fact>
      </FactList>
      <div className={classes.curl}>
        <CurlButton delivery={delivery} url={url} />
      </div>
    </Panel>
  )
}

/** As the payload names the buyer; nothing where it does not. */
function BuyerFact({ delivery: { payload, request } }: Pick<FactsProps, 'delivery'>) {
  const { t } = useTranslation('history')
  const buyer = payload === null ? null : buyerOf(payload, request?.headers['content-type'])
  if (buyer === null) return null
  return (
    <Fact name={t('columns.buyer')}>
      {buyer.name !== null && (
        <span className={classes.name} title={buyer.name}>
          <bdi>{buyer.name}</bdi>
        </span>
      )}
      {buyer.email !== null && (
        <span className={classes.email}>
          <bdi>{buyer.email}</bdi> <CopyButton value={buyer.email} label={t('facts.copyEmail')} />
        </span>
      )}
    </Fact>
  )
}

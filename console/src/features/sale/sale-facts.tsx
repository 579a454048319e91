import { Text } from '@mantine/core'
import type { SaleDetail } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/code/copy-button.tsx'
import { Fact, FactList } from '../../ui/fact-list.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { Panel } from '../../ui/panel.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import classes from './sale.module.css'

/** Who bought what. */
export function SaleFacts({ sale }: { readonly sale: SaleDetail }) {
  const { t } = useTranslation('sale')
  const { transaction, productId, productName, plan, role } = sale
  return (
    <div className={classes.facts}>
      <Panel padded>
        <FactList>
          <Fact name={t('facts.buyer')}>
            <Buyer sale={sale} />
          </Fact>
          <Fact name={t('facts.product')}>
            <span className={classes.clamp} title={productName ?? undefined}>
              <bdi>{productName ?? (productId === null ? '–' : t('facts.productOf', { id: String(productId) }))}</bdi>
            </span>
          </Fact>
          {sale.price !== null && (
            <Fact name={t('facts.price')}>
              <Price {...sale.price} />
            </Fact>
          )}
          {plan !== null && (
            <Fact name={t('facts.plan')}>
              <bdi>{plan}</bdi>
            </Fact>
          )}
          <Fact name={t('facts.transaction')}>
            <span className={classes.mono}>{transaction}</span>{' '}
            <CopyButton value={transaction} label={t('facts.copyTransaction')} />
            {sale.events.length > 0 && (
              <>
                <br />
                <TextLink to="/webhook/history" search={{ transaction }} className={classes.posts}>
                  {t('facts.posts')}
                </TextLink>
              </>
            )}
          </Fact>
          {role !== 'producer' && <Fact name={t('facts.role')}>{t(`facts.roles.${role}`)}</Fact>}
          <Fact name={t('facts.first')}>
            <RelativeTime at={sale.firstAt} absolute />
          </Fact>
        </FactList>
      </Panel>
    </div>
  )
}

function Buyer({ sale: { buyer, role } }: { readonly sale: SaleDetail }) {
  const { t } = useTranslation('sale')
  if (buyer === null) return t(role === 'affiliate' ? 'facts.buyerNotShared' : 'facts.buyerGone')
  return (
    <>
      {buyer.name !== null && (
        <Text size="sm" fw={600}>
          <bdi>{buyer.name}</bdi>
        </Text>
      )}
      {buyer.email !== null && (
        <>
          <bdi>{buyer.email}</bdi> <CopyButton value={buyer.email} label={t('facts.copyEmail')} />
        </>
      )}
    </>
  )
}

function Price({ value, currency }: { readonly value: number; readonly currency: string | null }) {
  const { i18n } = useTranslation()
  try {
    const style = currency === null ? {} : { style: 'currency', currency }
    return new Intl.NumberFormat(i18n.language, style as Intl.NumberFormatOptions).format(value)
  } catch {
    // No code of a currency that the browser can read.
    return `${value} ${currency}`
  }
}

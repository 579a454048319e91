import { isApiError } from '@postback/sdk'
import { IconArrowLeft } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useReplay } from '../data/replays.ts'
import { useSale } from '../data/sales.ts'
import { useNames } from '../features/delivery/names.ts'
import { ProcessAgainButton } from '../features/delivery/process-again-button.tsx'
import { ReplayProgress } from '../features/history/replay-progress.tsx'
import { ProcessSaleAgain } from '../features/sale/process-sale-again.tsx'
import classes from '../features/sale/sale.module.css'
import { SaleFacts } from '../features/sale/sale-facts.tsx'
import { SalePosts } from '../features/sale/sale-posts.tsx'
import { LegacyPostsOfSale, RelatedSales } from '../features/sale/sale-related.tsx'
import { SaleStates } from '../features/sale/sale-states.tsx'
import { TextLink } from '../ui/navigation/links.tsx'
import { useChangeSearchText, useSearchText } from '../ui/navigation/use-search-text.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'

/** One sale: who bought what, what became of it, and what every configuration got of that. */
export function SalePage() {
  const { t } = useTranslation('sale')
  const { transaction = '' } = useParams({ strict: false })
  const { replay } = useSearchText()
  const change = useChangeSearchText()
  const { data: sale, error, refetch } = useSale(transaction)
  const names = useNames()
  const { data: progress } = useReplay(replay)
  const back = (
    <TextLink to="/webhook/history" className={classes.back} underline="hover">
      <IconArrowLeft size={16} aria-hidden /> {t('history')}
    </TextLink>
  )
  const title = t('title', { transaction })

  if (!sale) {
    return (
      <>
        {back}
        <PageTitle title={title} />
        {isApiError(error, 'not_found') ? (
          <Panel>
            <EmptyState icon={<IconArrowLeft size={30} />} title={t('notFound.title')}>
              {t('notFound.text')}
            </EmptyState>
          </Panel>
        ) : error ? (
          <ErrorState error={error} title={t('failed')} onRetry={refetch} />
        ) : (
          <Panel>
            <Loading />
          </Panel>
        )}
      </>
    )
  }

  const { buyer, productName } = sale
  const who = [buyer?.name ?? buyer?.email, productName].filter(Boolean)
  return (
    <>
      {back}
      <PageTitle
        title={title}
        description={
          who.length > 0 && (
            <span className={classes.clamp}>
              <bdi>{who.join(' · ')}</bdi>
            </span>
          )
        }
        actions={
          sale.events.length > 0 && (
            <ProcessSaleAgain
              key={transaction}
              sale={sale}
              onStarted={({ id }) => change({ replay: id }, { replace: true })}
            />
          )
        }
      />
      {error && <ErrorState error={error} title={t('failed')} onRetry={refetch} />}
      {progress && <ReplayProgress replay={progress} />}
      <div className={classes.layout}>
        <div className={classes.main}>
          <SaleStates sale={sale} />
          <SalePosts
            sale={sale}
            action={(delivery) => <ProcessAgainButton delivery={delivery} names={names} look="arrow" />}
          />
          <RelatedSales sale={sale} />
          <LegacyPostsOfSale sale={sale} />
        </div>
        <SaleFacts sale={sale} />
      </div>
    </>
  )
}

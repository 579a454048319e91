import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../data/account.ts'
import { useFirstProducts } from '../data/products.ts'
import { OwnView } from '../features/affiliates/own-view.tsx'
import { PayloadPreview } from '../features/affiliates/payload-preview.tsx'
import { ProductAffiliations } from '../features/affiliates/product-affiliations.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'

/** A producer says who may see what; an affiliate reads what to expect. */
export function AffiliatesPage() {
  const { t } = useTranslation('affiliates')
  const account = useAccount()
  const { data, error, refetch } = useFirstProducts()
  const produced = (data?.data ?? []).filter(({ accountId }) => accountId === account.id)
  const isAffiliate = data?.data.length === 0
  return (
    <>
      <PageTitle title={t('title')} description={isAffiliate ? t('own.description') : t('description')} />
      {error && !data && <ErrorState error={error} title={t('failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading />
        </Panel>
      )}
      {data && (
        <Stack gap="xl">
          {isAffiliate && <OwnView />}
          {!isAffiliate && produced.length === 0 && <Text>{t('coProducer')}</Text>}
          {produced.map((product) => (
            <ProductAffiliations key={product.id} product={product} />
          ))}
          <PayloadPreview />
        </Stack>
      )}
    </>
  )
}

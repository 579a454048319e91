import { NativeSelect, Stack, Text } from '@mantine/core'
import type { EventType } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useEventType } from '../../data/event-types.ts'
import { useFirstProducts } from '../../data/products.ts'
import { PayloadView } from '../../ui/code/payload-view.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import classes from './documentation.module.css'

/** Choices of the select. */
const productsMost = 100

interface ExampleOfOwnProps {
  readonly type: EventType
  /** null: the first of the reader's own; 0: the made-up one. */
  readonly product: number | null
  readonly onProduct: (product: number) => void
}

/** A delivery to the producer, with a product that the reader knows. */
export function ExampleOfOwn({ type, product, onProduct }: ExampleOfOwnProps) {
  const { t } = useTranslation('documentation')
  const products = useFirstProducts(productsMost)
  const own = products.data?.data ?? []
  const chosen = product === 0 ? null : (own.find(({ id }) => id === product) ?? own[0] ?? null)
  const { event, version } = type
  const shown = useEventType({ event, version, productId: chosen?.id })
  return (
    <Stack gap="md">
      <NativeSelect
        className={classes.filter ?? ''}
        label={t('example.product')}
        description={products.data && own.length === 0 ? t('example.noProducts') : undefined}
        value={chosen?.id ?? 0}
        data={[
          ...own.map(({ id, name }) => ({ value: String(id), label: `${name} (${id})` })),
          { value: '0', label: t('example.madeUp') },
        ]}
        onChange={({ currentTarget: { value } }) => onProduct(Number(value))}
      />
      {products.error && <ErrorState error={products.error} title={t('example.failed')} onRetry={products.refetch} />}
      {shown.error && <ErrorState error={shown.error} title={t('example.failed')} onRetry={shown.refetch} />}
      {products.isPending || !shown.data ? <Loading /> : <ExampleView type={shown.data} />}
    </Stack>
  )
}

/** The text of the documentation. */
export function ExampleView({ type: { event, body, contentType } }: { readonly type: EventType }) {
  const { t } = useTranslation('documentation')
  return (
    <Stack gap="md">
      <PayloadView label={t('example.label', { event })} text={body} contentType={contentType} />
      <Text size="sm" c="dimmed">
        {t('example.note')}
      </Text>
    </Stack>
  )
}

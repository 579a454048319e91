import { NativeSelect, TextInput } from '@mantine/core'
import type { Product } from '@postback/sdk'
import { useTranslation } from 'react-i18next'

interface ProductFieldProps {
  readonly products: readonly Product[]
  readonly value: string
  readonly error: string | null
  readonly onChange: (productId: string) => void
}

/** A choice of the account's products. Affiliates have none, so they type the number of the product they sell. */
export function ProductField({ products, value, error, onChange }: ProductFieldProps) {
  const { t } = useTranslation('tests')
  if (products.length === 0) {
    return (
      <TextInput
        label={t('form.productNumber')}
        description={t('form.productNumberText')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="numeric"
        value={value}
        error={error}
        onChange={({ currentTarget }) => onChange(currentTarget.value.trim())}
      />
    )
  }
  return (
    <NativeSelect
      label={t('form.product')}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      data={products.map(({ id, name }) => ({ value: String(id), label: `${name} (${id})` }))}
    />
  )
}

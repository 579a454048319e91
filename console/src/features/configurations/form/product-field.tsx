import { Radio, Select, Stack } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFoundProducts, useNamesOfProducts } from '../../../data/products.ts'
import choice from './choice.module.css'

interface ProductFieldProps {
  readonly scope: 'all' | 'one'
  readonly productId: string | null
  readonly error?: string | undefined
  readonly onScope: (scope: 'all' | 'one') => void
  readonly onProduct: (productId: string | null) => void
}

const pauseMs = 150

function optionOf(value: string, name: string) {
  return { value, label: `${name} (${value})` }
}

export function ProductField({ scope, productId, error, onScope, onProduct }: ProductFieldProps) {
  const { t } = useTranslation('configurations')
  const [typed, setTyped] = useState('')
  const chosenName = useNamesOfProducts(productId === null ? [] : [Number(productId)]).get(Number(productId))
  const chosen = chosenName === undefined || productId === null ? null : optionOf(productId, chosenName)
  const [text] = useDebouncedValue(typed.trim(), pauseMs)
  // The name of the chosen product stands in the field. It is no search: the opened list has all products.
  const { data, isError } = useFoundProducts(text === chosen?.label ? '' : text)
  const found = data?.products.map(({ id, name }) => optionOf(String(id), name)) ?? []
  const known = chosen && !found.some(({ value }) => value === productId) ? [...found, chosen] : found
  // An affiliate has no list of products, but knows their numbers.
  const others = [productId, /^\d{1,16}$/.test(typed.trim()) ? typed.trim() : null].filter(
    (id): id is string => id !== null && !known.some(({ value }) => value === id),
  )
  const options = [...known, ...[...new Set(others)].map((id) => ({ value: id, label: t('product', { id }) }))]
  return (
    <Stack gap="md">
      <Radio.Group
        aria-label={t('form.products')}
        value={scope}
        onChange={(value) => onScope(value === 'one' ? 'one' : 'all')}
      >
        <Stack gap="xs">
          <Radio
            value="all"
            label={t('form.allProducts')}
            description={t('form.allProductsText')}
            classNames={{ root: choice.choice ?? '', body: choice.body ?? '' }}
          />
          <Radio
            value="one"
            label={t('form.oneProduct')}
            description={t('form.oneProductText')}
            classNames={{ root: choice.choice ?? '', body: choice.body ?? '' }}
          />
        </Stack>
      </Radio.Group>
      {scope === 'one' && (
        <Select
          id="productId"
          label={t('form.product')}
          placeholder={t('form.productPlaceholder')}
          searchable
          clearable={false}
          data={options}
          value={productId}
          error={error}
          description={isError ? t('form.productsFailed') : data?.more ? t('form.productMore') : undefined}
          // The server has searched: all that it found is shown.
          filter={({ options: all }) => all}
          nothingFoundMessage={t('form.productNone')}
          onSearchChange={setTyped}
          onChange={onProduct}
          maxDropdownHeight={280}
        />
      )}
    </Stack>
  )
}

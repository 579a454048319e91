import { type Configuration, type Delivery, type Product, testInbox } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useAllConfigurations } from '../../data/configurations.ts'
import { useAllProducts } from '../../data/products.ts'
import { hostOf } from '../../words/explain-failure.ts'

export interface Names {
  /** undefined: not known yet. */
  readonly configurations: readonly Configuration[] | undefined
  readonly products: readonly Product[] | undefined
  /** null: it was removed; undefined: none, or not known yet. */
  configurationOf(delivery: Pick<Delivery, 'configurationId'>): Configuration | null | undefined
  /** The name of its target. */
  destination(delivery: Pick<Delivery, 'configurationId' | 'url'>): string
  product(id: number): string
}

/** The names of the ids in a delivery. */
export function useNames(): Names {
  const { t } = useTranslation('history')
  const { t: tUi } = useTranslation('ui')
  const configurations = useAllConfigurations().data
  const products = useAllProducts().data

  const configurationOf: Names['configurationOf'] = ({ configurationId }) => {
    if (configurationId === null || configurations === undefined) return undefined
    return configurations.find(({ id }) => id === configurationId) ?? null
  }
  return {
    configurations,
    products,
    configurationOf,
    destination: (delivery) => {
      const configuration = configurationOf(delivery)
      if (configuration) return configuration.name
      if (configuration === null) return t('removedConfiguration')
      if (delivery.url === testInbox) return tUi('testInbox')
      return delivery.configurationId === null ? (hostOf(delivery.url) ?? t('freeUrl')) : '…'
    },
    // An affiliate sells products of other producers, whose names are not in the list.
    product: (id) => products?.find((product) => product.id === id)?.name ?? t('product', { id: String(id) }),
  }
}

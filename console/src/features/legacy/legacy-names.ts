import { eventNames, type LegacyPost } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useProductNames } from '../../data/products.ts'
import { useWords } from '../../words/use-words.ts'

export interface LegacyNames {
  /** The earlier tool may have had events that no longer exist: we show their name. */
  event(name: string): string
  product(id: number | null): string
  /** What a post is called in a sentence. */
  post(post: Pick<LegacyPost, 'event' | 'transaction'>): string
}

export function useLegacyNames(): LegacyNames {
  const { t } = useTranslation('legacy')
  const words = useWords()
  const products = useProductNames()
  const event = (name: string) => {
    const known = eventNames.find((it) => it === name)
    return known ? words.event(known) : name
  }
  return {
    event,
    product: (id) =>
      id === null ? '–' : (products.find((product) => product.id === id)?.name ?? t('product', { id: String(id) })),
    post: (post) => [event(post.event), post.transaction].filter(Boolean).join(' · '),
  }
}

import { Text, Tooltip } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../../words/use-words.ts'
import classes from './configuration-facts.module.css'

const everyWay = { hover: true, focus: true, touch: true }

/** The host, and the path beneath; the whole address on hover and focus. */
export function AddressFact({ url }: { readonly url: string }) {
  const parts = URL.parse(url)
  const path = parts ? `${parts.pathname}${parts.search}` : ''
  return (
    <Tooltip label={url} multiline maw={420} events={everyWay} classNames={{ tooltip: classes.long ?? '' }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the whole address. */}
      <span tabIndex={0} className={classes.address}>
        <span className={classes.host}>{breakable(parts?.host ?? url)}</span>
        {path !== '' && path !== '/' && <span className={classes.path}>{path}</span>}
      </span>
    </Tooltip>
  )
}

/** Breaks before a dot rather than within a word. */
function breakable(host: string) {
  return host.split('.').map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one name.
    <Fragment key={index}>
      {index > 0 && (
        <>
          <wbr />.
        </>
      )}
      {part}
    </Fragment>
  ))
}

/** How many; which ones on hover and focus. */
export function EventsFact({ events }: Pick<Configuration, 'events'>) {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const list = (
    <ul className={classes.events}>
      {events.map((event) => (
        <li key={event}>{words.event(event)}</li>
      ))}
    </ul>
  )
  return (
    <Tooltip label={list} multiline maw={320} events={everyWay}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the list. */}
      <span tabIndex={0} className={classes.count}>
        {t('events', { count: events.length })}
      </span>
    </Tooltip>
  )
}

interface ProductFactProps extends Pick<Configuration, 'productId'> {
  readonly names: ReadonlyMap<number, string>
}

export function ProductFact({ productId, names }: ProductFactProps) {
  const { t } = useTranslation('configurations')
  if (productId === null) return <>{t('allProducts')}</>
  const name = names.get(productId)
  if (name === undefined) return <>{t('product', { id: productId })}</>
  return (
    <Text span inherit title={t('product', { id: productId })}>
      <bdi>{name}</bdi>
    </Text>
  )
}

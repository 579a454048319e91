import { Anchor } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './documentation.module.css'

const places = ['token', 'secrets', 'events', 'verify'] as const

/** Headings of the page; each leads to the section with this id. */
export function ContentsLinks() {
  const { t } = useTranslation('documentation')
  return (
    <nav aria-label={t('contents.label')}>
      <ul className={classes.contents}>
        {places.map((place) => (
          <li key={place}>
            <Anchor href={`#${place}`} fz="sm">
              {t(`contents.${place}`)}
            </Anchor>
          </li>
        ))}
      </ul>
    </nav>
  )
}

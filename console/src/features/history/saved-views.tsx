import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type SearchText, useSearchText } from '../../ui/navigation/use-search-text.ts'
import { type HistoryFilters, historyFilters, type View, viewNames, viewOf, views } from './filters.ts'
import classes from './history.module.css'

/** Links, so that each can be opened beside the others, and shared. */
export function SavedViews({ filters }: { readonly filters: HistoryFilters }) {
  const { t } = useTranslation('history')
  const search = useSearchText()
  const current = viewOf(filters)
  return (
    <nav aria-label={t('views.label')}>
      <ul className={classes.views}>
        {viewNames.map((name) => (
          <li key={name}>
            <Link
              to="/webhook/history"
              search={searchOf(name, search)}
              className={classes.view}
              activeProps={{}}
              aria-current={name === current ? 'page' : undefined}
              data-current={name === current || undefined}
            >
              {t(`views.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function searchOf(view: View, before: SearchText): SearchText {
  const { state: _state, test: _test, cursor: _cursor, ...rest } = before
  const state = historyFilters.state.write(views[view].state)
  const test = historyFilters.test.write(views[view].test)
  return { ...rest, ...(state && { state }), ...(test && { test }) }
}

import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from './webhook-tabs.module.css'

/** Those of the help article first, in its order. */
const tabs = [
  { name: 'configurations', to: '/webhook/configurations' },
  { name: 'documentation', to: '/webhook/documentation' },
  { name: 'history', to: '/webhook/history' },
  { name: 'tests', to: '/webhook/tests' },
  { name: 'sentPosts', to: '/webhook/sent-posts' },
  { name: 'pendingPosts', to: '/webhook/pending-posts' },
  { name: 'affiliates', to: '/webhook/affiliates' },
  { name: 'overview', to: '/webhook/overview' },
] as const

/** All tabs are always visible: where they do not fit beside each other, they wrap. */
export function WebhookTabs() {
  const { t } = useTranslation('shell')
  // The pages of a single post, of a sale or of a replay belong to the tab of the history.
  const inPost = useLocation({
    select: ({ pathname }) => /^\/webhook\/(deliveries|sales|history\/replays)\//.test(pathname),
  })
  return (
    <nav aria-label={t('webhook.name')} className={classes.bar}>
      <ul className={classes.tabs}>
        {tabs.map(({ name, to }) => (
          <li key={name}>
            {/* The router marks the one that is open, and those above it, with aria-current. */}
            <Link
              to={to}
              className={classes.tab}
              activeOptions={{ includeSearch: false }}
              {...(inPost && name === 'history' && { 'aria-current': 'true' })}
            >
              {t(`webhook.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

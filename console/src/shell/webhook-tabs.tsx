import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAttention } from '../data/attention.ts'
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
  { name: 'attention', to: '/webhook/attention' },
] as const

/** All tabs are always visible: where they do not fit beside each other, they wrap. */
export function WebhookTabs() {
  const { t } = useTranslation('shell')
  // The pages of a single post, of a sale and of a replay belong to the tab of the history.
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
              {name === 'attention' && <AttentionCount />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** How many cards are open; nothing while all is well. */
function AttentionCount() {
  const { t } = useTranslation('shell')
  const { data } = useAttention()
  const count = data?.data.length ?? 0
  if (count === 0) return null
  return (
    <>
      {' '}
      <span className={classes.count} title={t('webhook.attentionCount', { count })}>
        {count}
      </span>
    </>
  )
}

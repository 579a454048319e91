import { Table } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { LegacyPost } from '@postback/sdk'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { hostOf } from '../../words/explain-failure.ts'
import classes from './legacy.module.css'
import { LegacyBadge } from './legacy-badge.tsx'
import type { LegacyNames } from './legacy-names.ts'

interface LegacyListProps {
  readonly label: string
  readonly posts: readonly LegacyPost[]
  /** A newer answer is on its way. */
  readonly stale: boolean
  readonly names: LegacyNames
  /** The arrow beside the status. */
  readonly action: (post: LegacyPost) => ReactNode
}

/** A table where there is room for one, cards on phones. */
export function LegacyList(props: LegacyListProps) {
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  return narrow ? <LegacyCards {...props} /> : <LegacyTable {...props} />
}

function LegacyTable({ label, posts, stale, names, action }: LegacyListProps) {
  const { t } = useTranslation('legacy')
  return (
    <Table.ScrollContainer minWidth={860} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={label} aria-busy={stale} className={classes.table} data-stale={stale || undefined}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.status')}</Table.Th>
            <Table.Th>{t('columns.event')}</Table.Th>
            <Table.Th>{t('columns.product')}</Table.Th>
            <Table.Th>{t('columns.address')}</Table.Th>
            <Table.Th>{t('columns.attempts')}</Table.Th>
            <Table.Th>{t('columns.time')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {posts.map((post) => (
            <Table.Tr key={post.id} className={classes.row}>
              <Table.Td>
                <Status post={post} action={action(post)} />
              </Table.Td>
              <Table.Th scope="row" className={classes.event}>
                <Subject post={post} names={names} />
              </Table.Th>
              <Table.Td>{names.product(post.product)}</Table.Td>
              <Table.Td className={classes.mono}>{hostOf(post.url) ?? post.url}</Table.Td>
              <Table.Td className={classes.nowrap}>{post.attempts}</Table.Td>
              <Table.Td className={classes.nowrap}>
                <RelativeTime at={post.at} absolute />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function LegacyCards({ label, posts, stale, names, action }: LegacyListProps) {
  return (
    <ul aria-label={label} aria-busy={stale} className={classes.cards} data-stale={stale || undefined}>
      {posts.map((post) => (
        <li key={post.id} className={`${classes.row} ${classes.card}`}>
          <Status post={post} action={action(post)} />
          <div className={classes.event}>
            <Subject post={post} names={names} />
          </div>
          <div className={classes.cardFoot}>
            <span className={classes.mono}>{hostOf(post.url) ?? post.url}</span>
            <RelativeTime at={post.at} absolute />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The code, the arrow right beside it, and under them what it means. */
function Status({ post, action }: { readonly post: LegacyPost; readonly action: ReactNode }) {
  return (
    <div className={classes.status}>
      <span className={classes.code}>
        <StatusCode status={post.status} />
      </span>
      <span className={classes.action}>{action}</span>
      <span className={classes.words}>
        <LegacyBadge post={post} />
      </span>
    </div>
  )
}

/** The event is the link, and the whole row its surface. */
function Subject({ post, names }: { readonly post: LegacyPost; readonly names: LegacyNames }) {
  return (
    <>
      <Link to="." search={(before) => ({ ...before, post: post.id })} className={classes.link} preload={false}>
        {names.event(post.event)}
      </Link>
      {post.transaction !== null && <span className={`${classes.subject} ${classes.mono}`}>{post.transaction}</span>}
    </>
  )
}

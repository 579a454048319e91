import { Button, Stack, Text } from '@mantine/core'
import type { LegacyPostState } from '@postback/sdk'
import { IconHourglass, IconSearch, IconSend } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../../data/account.ts'
import { useLegacyPosts } from '../../data/legacy-posts.ts'
import { CursorPager } from '../../ui/navigation/cursor-pager.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { useCursorPages } from '../../ui/navigation/use-cursor-pages.ts'
import { useUrlFilters } from '../../ui/navigation/use-url-filters.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states/empty-state.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { useTimeZone } from '../../ui/time/time-zone.ts'
import { legacyFilters, toLegacyPostFilter } from './filters.ts'
import { LegacyFilterBar } from './legacy-filter-bar.tsx'
import { LegacyList } from './legacy-list.tsx'
import { useLegacyNames } from './legacy-names.ts'
import { ProcessAgainButton } from './process-again-button.tsx'

/** Posts that the platform's earlier postback tool made. */
export function LegacyPosts({ state }: { readonly state: LegacyPostState }) {
  const { t } = useTranslation('legacy')
  const timeZone = useTimeZone()
  const pages = useCursorPages()
  const filters = useUrlFilters(legacyFilters)
  const names = useLegacyNames()
  const filter = useMemo(() => toLegacyPostFilter(filters.values, state, timeZone), [filters.values, state, timeZone])
  const { data, error, refetch, isPlaceholderData } = useLegacyPosts({ filter, cursor: pages.cursor })
  // Without any post there is nothing to filter.
  const isEmpty = data?.data.length === 0 && pages.isFirst && !filters.narrowed && !isPlaceholderData
  return (
    <>
      <PageTitle title={t(`${state}.title`)} description={t(`${state}.description`)} />
      {!isEmpty && <LegacyFilterBar filters={filters} state={state} posts={data?.data ?? []} names={names} />}
      {error && <ErrorState error={error} title={t('failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading rows={9} />
        </Panel>
      )}
      {data && (
        <Panel>
          {data.data.length > 0 ? (
            <LegacyList
              label={t(`${state}.title`)}
              posts={data.data}
              stale={isPlaceholderData}
              names={names}
              action={(post) =>
                state === 'pending' && <ProcessAgainButton post={post} what={names.post(post)} look="arrow" />
              }
            />
          ) : filters.narrowed ? (
            <EmptyState
              icon={<IconSearch size={30} />}
              title={t('noMatch.title')}
              action={<Button onClick={filters.clear}>{t('filters.clear')}</Button>}
            >
              {t('noMatch.text')}
            </EmptyState>
          ) : (
            <NoPosts state={state} />
          )}
        </Panel>
      )}
      <CursorPager pages={pages} nextCursor={data?.nextCursor} />
    </>
  )
}

/** Explains legacy posts, how they are imported, and where the other posts are. */
function NoPosts({ state }: { readonly state: LegacyPostState }) {
  const { t } = useTranslation('legacy')
  const account = useAccount()
  return (
    <EmptyState
      icon={state === 'sent' ? <IconSend size={30} /> : <IconHourglass size={30} />}
      title={t(`${state}.empty`)}
      action={<TextLink to="/webhook/history">{t('history')}</TextLink>}
    >
      <Stack gap="xs" component="span">
        <Text span>{t('operator')}</Text>
        <Text span ff="monospace" size="sm">
          postback import posts.csv --account {account.id}
        </Text>
        <Text span>{t('newer')}</Text>
      </Stack>
    </EmptyState>
  )
}

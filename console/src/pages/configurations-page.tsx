import { IconWebhook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../data/account.ts'
import { useConfigurations } from '../data/configurations.ts'
import { ConfigurationSearch } from '../features/configurations/list/configuration-search.tsx'
import { ConfigurationsTable } from '../features/configurations/list/configurations-table.tsx'
import { JustSavedNote } from '../features/configurations/notes/just-saved-note.tsx'
import { FirstSteps } from '../features/first-steps/first-steps.tsx'
import { CursorPager } from '../ui/navigation/cursor-pager.tsx'
import { ButtonLink } from '../ui/navigation/links.tsx'
import { useCursorPages } from '../ui/navigation/use-cursor-pages.ts'
import { useChangeSearchText, useSearchText } from '../ui/navigation/use-search-text.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'

/** A list that is seen at once needs no search. */
const fewMost = 8

/** The five states of every list: loading, failed, empty, filled, and filled while a newer answer is on its way. */
export function ConfigurationsPage() {
  const { t } = useTranslation('configurations')
  const { id: accountId } = useAccount()
  const pages = useCursorPages()
  const { q = '' } = useSearchText()
  const change = useChangeSearchText()
  const { data, error, refetch } = useConfigurations({ cursor: pages.cursor, q: q || undefined })
  const searched = q !== ''
  const many = data && (data.data.length > fewMost || data.nextCursor !== null || !pages.isFirst)
  const empty = data?.data.length === 0
  return (
    <>
      <PageTitle title={t('title')} description={t('description')} actions={(!empty || searched) && <AddButton />} />
      <JustSavedNote />
      {!searched && data?.data.every(({ health }) => health.lastSuccessAt === null) && (
        <FirstSteps accountId={accountId} hasConfiguration={data.data.length > 0} />
      )}
      {(many || searched) && (
        <ConfigurationSearch
          value={q}
          onSearch={(text) => change({ q: text || undefined, cursor: undefined }, { replace: true })}
        />
      )}
      {error && <ErrorState error={error} title={t('failed')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading />
        </Panel>
      )}
      {data && (
        <Panel>
          {data.data.length > 0 ? (
            <ConfigurationsTable configurations={data.data} />
          ) : searched ? (
            <EmptyState icon={<IconWebhook size={30} />} title={t('search.none')}>
              {t('search.noneText')}
            </EmptyState>
          ) : (
            <EmptyState icon={<IconWebhook size={30} />} title={t('empty.title')} action={<AddButton />}>
              {t('empty.text')}
            </EmptyState>
          )}
        </Panel>
      )}
      <CursorPager pages={pages} nextCursor={data?.nextCursor} />
    </>
  )
}

function AddButton() {
  const { t } = useTranslation('configurations')
  return <ButtonLink to="/webhook/configurations/new">{t('add')}</ButtonLink>
}

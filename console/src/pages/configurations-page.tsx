import { IconWebhook } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAccount } from '../data/account.ts'
import { useConfigurations } from '../data/configurations.ts'
import { ConfigurationsTable } from '../features/configurations/list/configurations-table.tsx'
import { JustSavedNote } from '../features/configurations/notes/just-saved-note.tsx'
import { FirstSteps } from '../features/first-steps/first-steps.tsx'
import { CursorPager } from '../ui/navigation/cursor-pager.tsx'
import { ButtonLink } from '../ui/navigation/links.tsx'
import { useCursorPages } from '../ui/navigation/use-cursor-pages.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'

/** The five states of every list: loading, failed, empty, filled, and filled while a newer answer is on its way. */
export function ConfigurationsPage() {
  const { t } = useTranslation('configurations')
  const { id: accountId } = useAccount()
  const pages = useCursorPages()
  const { data, error, refetch } = useConfigurations({ cursor: pages.cursor })
  return (
    <>
      <PageTitle title={t('title')} description={t('description')} actions={data?.data.length !== 0 && <AddButton />} />
      <JustSavedNote />
      {data?.data.every(({ health }) => health.lastSuccessAt === null) && (
        <FirstSteps accountId={accountId} hasConfiguration={data.data.length > 0} />
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

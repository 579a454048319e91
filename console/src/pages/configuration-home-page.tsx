import { type Configuration, isApiError } from '@postback/sdk'
import { IconArrowLeft, IconWebhook } from '@tabler/icons-react'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useConfiguration } from '../data/configurations.ts'
import { ConfigurationActions } from '../features/configurations/list/configuration-actions.tsx'
import { ConfigurationDetails, SidePanel } from '../features/configurations/page/configuration-details.tsx'
import { ConfigurationPast } from '../features/configurations/page/configuration-past.tsx'
import { LastPosts } from '../features/configurations/page/last-posts.tsx'
import classes from '../features/configurations/page/page.module.css'
import { StatePanel } from '../features/configurations/page/state-panel.tsx'
import { TestNow } from '../features/configurations/page/test-now.tsx'
import { useNames } from '../features/delivery/names.ts'
import { ProcessAgainButton } from '../features/delivery/process-again-button.tsx'
import { SecretsOf } from '../features/security/secrets-card.tsx'
import { TestResults } from '../features/tests/test-results.tsx'
import { ButtonLink, TextLink } from '../ui/navigation/links.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { EmptyState } from '../ui/states/empty-state.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { hostOf } from '../words/explain-failure.ts'

const route = getRouteApi('/signed-in/webhook/configurations/$id')

/** One configuration: how it is, what it was sent, a test of it, and what it is set to. */
export function ConfigurationHomePage() {
  const { id } = route.useParams()
  const { t } = useTranslation('configurations')
  const { data: configuration, error, refetch } = useConfiguration(id)
  const navigate = useNavigate()
  const isMissing = isApiError(error) && [400, 404].includes(error.status)
  return (
    <>
      <TextLink to="/webhook/configurations" className={classes.back} underline="hover">
        <IconArrowLeft size={16} aria-hidden /> {t('form.back')}
      </TextLink>
      <PageTitle
        title={configuration?.name ?? t('columns.name')}
        description={configuration && <bdi>{hostOf(configuration.url) ?? configuration.url}</bdi>}
        actions={
          configuration &&
          !isMissing && (
            <ConfigurationActions
              configuration={configuration}
              onRemoved={() => navigate({ to: '/webhook/configurations' })}
            />
          )
        }
      />
      {isMissing && (
        <Panel>
          <EmptyState
            icon={<IconWebhook size={30} />}
            title={t('form.missing')}
            action={<ButtonLink to="/webhook/configurations">{t('form.back')}</ButtonLink>}
          >
            {t('form.missingText')}
          </EmptyState>
        </Panel>
      )}
      {error && !isMissing && <ErrorState error={error} title={t('form.loadFailed')} onRetry={refetch} />}
      {!configuration && !error && (
        <Panel>
          <Loading rows={8} />
        </Panel>
      )}
      {configuration && !isMissing && <Home key={id} configuration={configuration} />}
    </>
  )
}

function Home({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const names = useNames()
  const { id, name, url } = configuration
  useShowAsked()
  return (
    <div className={classes.layout}>
      <div className={classes.main}>
        <StatePanel configuration={configuration} />
        <TestNow
          configuration={configuration}
          results={({ steps }, title) => (
            <TestResults
              key={steps[0]?.eventId}
              title={title}
              targets={[{ name, url, kind: 'configuration' }]}
              steps={steps}
              remedy={() => null}
            />
          )}
        />
        <LastPosts
          configurationId={id}
          action={(delivery) => <ProcessAgainButton delivery={delivery} names={names} look="arrow" />}
        />
      </div>
      <div className={classes.aside}>
        <ConfigurationDetails configuration={configuration} />
        <SidePanel id="secret-title" title={t('page.secret')}>
          <SecretsOf configuration={configuration} />
        </SidePanel>
        <SidePanel id="past-title" title={t('page.past.title')}>
          <ConfigurationPast configuration={configuration} />
        </SidePanel>
      </div>
    </div>
  )
}

/** A link may lead to one part of the page, which is there only once the configuration is. */
function useShowAsked() {
  useEffect(() => {
    document.getElementById(window.location.hash.slice(1))?.scrollIntoView({ block: 'center' })
  }, [])
}

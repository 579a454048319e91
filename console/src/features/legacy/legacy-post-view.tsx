import { Alert, Group, Stack, Tabs, Text, Title } from '@mantine/core'
import { isApiError, type LegacyPostDetail, type LegacyPostState } from '@postback/sdk'
import { IconArrowLeft, IconInfoCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLegacyPost } from '../../data/legacy-posts.ts'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { PayloadView } from '../../ui/code/payload-view.tsx'
import { useChangeSearchText, useSearchText } from '../../ui/navigation/use-search-text.ts'
import { PageTitle } from '../../ui/page-title.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states/empty-state.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { useFormats } from '../../ui/use-formats.ts'
import { hostOf, useExplainFailure } from '../../words/explain-failure.ts'
import classes from './legacy.module.css'
import { LegacyActions } from './legacy-actions.tsx'
import { LegacyBadge } from './legacy-badge.tsx'
import { LegacyFacts } from './legacy-facts.tsx'
import { useLegacyNames } from './legacy-names.ts'
import { LegacyResponses } from './legacy-responses.tsx'
import { ProcessAgainButton } from './process-again-button.tsx'

const tabs = ['payload', 'responses'] as const

interface LegacyPostViewProps {
  readonly id: string
  /** The list to go back to. */
  readonly list: LegacyPostState
}

/** One legacy post: its result, the sent body, and every response. */
export function LegacyPostView({ id, list }: LegacyPostViewProps) {
  const { t } = useTranslation('legacy')
  const { data: post, error, refetch } = useLegacyPost(id)
  const names = useLegacyNames()
  const back = (
    <Link
      to="."
      search={({ post: _, tab: _tab, ...others }) => others}
      className={classes.back}
      // The link back leads to the list with its filters.
      resetScroll={false}
    >
      <IconArrowLeft size={16} aria-hidden /> {t(`${list}.title`)}
    </Link>
  )
  if (!post) {
    return (
      <>
        {back}
        <PageTitle title={t('post')} />
        {isApiError(error, 'not_found') ? (
          <Panel>
            <EmptyState icon={<IconArrowLeft size={30} />} title={t('notFound.title')}>
              {t('notFound.text')}
            </EmptyState>
          </Panel>
        ) : error ? (
          <ErrorState error={error} title={t('postFailed')} onRetry={refetch} />
        ) : (
          <Panel>
            <Loading />
          </Panel>
        )}
      </>
    )
  }
  return (
    <>
      {back}
      <PageTitle
        title={names.post(post)}
        description={t('to', { host: hostOf(post.url) ?? post.url })}
        actions={
          (post.state === 'pending' || list === 'pending') && (
            <ProcessAgainButton post={post} what={names.post(post)} look="button" />
          )
        }
      />
      {error && <ErrorState error={error} title={t('postFailed')} onRetry={refetch} />}
      <div className={classes.layout}>
        <div className={classes.main}>
          <Verdict post={post} />
          <Content post={post} />
        </div>
        <LegacyFacts post={post} names={names} />
      </div>
    </>
  )
}

/** The result in a sentence, and the reason. */
function Verdict({ post }: { readonly post: LegacyPostDetail }) {
  const explain = useExplainFailure()
  const sentence = useSentence(post)
  const last = lastAttemptOf(post)
  const failure = post.state === 'pending' ? explain({ ...last, url: post.url }) : null
  return (
    <Panel padded>
      <div className={classes.verdict} aria-live="polite">
        <span className={classes.bigCode}>
          <StatusCode {...last} />
        </span>
        <Stack gap={8} className={classes.verdictText}>
          <Group gap="sm">
            <LegacyBadge post={post} />
            {failure && (
              <Text span fw={650}>
                {failure.title}
              </Text>
            )}
          </Group>
          {failure && <Text size="lg">{failure.sentence}</Text>}
          <Text {...(failure ? { c: 'dimmed' } : { size: 'lg' })}>{sentence}</Text>
        </Stack>
      </div>
    </Panel>
  )
}

/** Of our own attempts, or of the earlier tool's status, for which we have only the code. */
function lastAttemptOf({ status, processedAgain }: LegacyPostDetail) {
  const own = processedAgain.findLast(({ outcome }) => outcome !== null)
  if (own) return { status: own.status, outcome: own.outcome, cause: own.cause }
  const outcome = status === null ? null : status === -1 ? 'unreachable' : status === 408 ? 'timeout' : 'rejected'
  return {
    status,
    outcome: status !== null && status >= 200 && status <= 299 ? 'delivered' : outcome,
    cause: null,
  } as const
}

function useSentence({ state, sending, status, processedAgain, lastAttemptAt, at, url }: LegacyPostDetail): string {
  const { t } = useTranslation('legacy')
  const formats = useFormats()
  const host = hostOf(url) ?? url
  if (sending) return t('verdict.sending', { host })
  if (state === 'pending') return processedAgain.length > 0 ? t('verdict.stillPending') : t('verdict.pending')
  const time = formats.dateTime(lastAttemptAt ?? at)
  return t(lastAttemptAt === null ? 'verdict.sentBefore' : 'verdict.sentNow', { host, status: String(status), time })
}

function Content({ post }: { readonly post: LegacyPostDetail }) {
  const { t } = useTranslation('legacy')
  const { tab } = useSearchText()
  const change = useChangeSearchText()
  const current = tabs.find((name) => name === tab) ?? 'payload'
  return (
    <Panel padded>
      <Tabs
        value={current}
        onChange={(value) => change({ tab: value === 'payload' ? undefined : (value ?? undefined) }, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="payload">
          {post.body === '' ? (
            <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
              {t('payload.empty')}
            </Alert>
          ) : (
            <PayloadView label={t('tabs.payload')} text={post.body} contentType={post.contentType.toLowerCase()} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="responses">
          <div className={classes.responses}>
            <LegacyResponses post={post} />
            <section aria-labelledby="past-actions">
              <Title order={2} size="md" id="past-actions" mb="md">
                {t('actions.title')}
              </Title>
              <LegacyActions actions={post.actions} />
            </section>
          </div>
        </Tabs.Panel>
      </Tabs>
    </Panel>
  )
}

import { Accordion, Group, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import type { Attempt, DeliveryDetail } from '@postback/sdk'
import { IconCircleMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { ToneBadge } from '../../ui/badges/tone-badge.tsx'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { HeaderList } from '../../ui/code/header-list.tsx'
import { JsonView } from '../../ui/code/json-view.tsx'
import { RelativeTime } from '../../ui/time/relative-time.tsx'
import { useUntil } from '../../ui/time/use-until.ts'
import { useFormats } from '../../ui/use-formats.ts'
import { useExplainFailure } from '../../words/explain-failure.ts'
import { useHeadProblem } from '../../words/head-problem.ts'
import { useWords } from '../../words/use-words.ts'
import classes from './delivery.module.css'
import { Timings } from './timings.tsx'

/** Every attempt with its response; the latest comes first and is open. */
export function ResponseHistory({ delivery }: { readonly delivery: DeliveryDetail }) {
  const { t } = useTranslation('history')
  const { attempts } = delivery
  if (attempts.length === 0) return <Text c="dimmed">{t('responses.none')}</Text>
  const newestFirst = [...attempts].reverse()
  // The verdict is about this one.
  const said = delivery.state === 'delivered' ? undefined : attempts.findLast(({ late }) => !late)
  return (
    <Accordion
      multiple
      keepMounted={false}
      variant="separated"
      defaultValue={[keyOf(newestFirst[0])]}
      order={2}
      radius="md"
    >
      {newestFirst.map((attempt) => (
        <AttemptItem key={keyOf(attempt)} attempt={attempt} delivery={delivery} isSaid={attempt === said} />
      ))}
    </Accordion>
  )
}

function keyOf(attempt: Attempt | undefined): string {
  return attempt ? `${attempt.number}${attempt.late ? ` ${attempt.at}` : ''}` : ''
}

interface AttemptItemProps {
  readonly attempt: Attempt
  readonly delivery: DeliveryDetail
  /** Why it failed stands above already. */
  readonly isSaid: boolean
}

function AttemptItem({ attempt, delivery: { attemptsMax, test }, isSaid }: AttemptItemProps) {
  const { t } = useTranslation('history')
  const words = useWords()
  const formats = useFormats()
  const explain = useExplainFailure()
  const until = useUntil()
  const { number, series, inSeries, trigger, at, status, outcome, cause, durationMs, late, response, timings } = attempt
  const { askedToWaitUntil } = attempt
  // A test to a configuration does not make it wait.
  const failure = explain(test ? { ...attempt, askedToWaitUntil: null } : attempt)
  // An answer that came too late is not counted either, for another reason.
  const notCounted = !attempt.counted && !late
  const headProblem = useHeadProblem()(attempt)
  return (
    <Accordion.Item value={keyOf(attempt)}>
      <Accordion.Control>
        <Group gap="md" wrap="wrap" className={classes.attempt}>
          <Text span fw={600} className={classes.attemptNumber}>
            {t('responses.attempt', { number })}
            <VisuallyHidden>, </VisuallyHidden>
          </Text>
          <Group gap={8} wrap="nowrap" align="baseline" className={classes.attemptStatus}>
            <StatusCode status={status} outcome={outcome} cause={cause} />
            <VisuallyHidden>, </VisuallyHidden>
            <Text span size="sm">
              {failure ? failure.title : words.outcome(outcome)}
              {headProblem && (
                <Text span inherit c="dimmed">
                  , {headProblem.title}
                </Text>
              )}
              {askedToWaitUntil !== null && (
                <Text span inherit c="dimmed">
                  , {t('responses.askedToWait', { until: until(askedToWaitUntil, at) })}
                </Text>
              )}
            </Text>
          </Group>
          {notCounted && (
            <ToneBadge tone="info" icon={IconCircleMinus}>
              <VisuallyHidden>, </VisuallyHidden>
              {t('responses.notCounted')}
            </ToneBadge>
          )}
          <Text span size="sm" c="dimmed">
            <VisuallyHidden>, </VisuallyHidden>
            {formats.dateTime(at)}
            <VisuallyHidden>, </VisuallyHidden>
          </Text>
          <Text span size="sm" c="dimmed" ms="auto">
            {formats.duration(durationMs)}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {notCounted
              ? t('responses.seriesNotCounted', { series, trigger: words.trigger(trigger) })
              : t('responses.series', { series, inSeries, of: attemptsMax, trigger: words.trigger(trigger) })}
            {' · '}
            <RelativeTime at={at} />
          </Text>
          {late && <Text size="sm">{t('responses.late')}</Text>}
          {failure && !isSaid && <Text size="sm">{failure.sentence}</Text>}
          {headProblem && <Text size="sm">{headProblem.sentence}</Text>}
          {notCounted && <Text size="sm">{t('responses.notCountedWhy', { of: attemptsMax })}</Text>}
          {response === null ? (
            <>
              <Text size="sm">{t('responses.noAnswer')}</Text>
              <Timings timings={timings} />
            </>
          ) : (
            <>
              <div>
                <Title order={3} size="sm" mb={6}>
                  {t('responses.body')}
                </Title>
                <ResponseBody response={response} label={t('responses.bodyOf', { number })} />
              </div>
              <Timings timings={timings} />
              <div>
                <Title order={3} size="sm" mb={6}>
                  {t('responses.headers')}
                </Title>
                {response.headers.length === 0 ? (
                  <Text size="sm" c="dimmed">
                    {t('responses.noHeaders')}
                  </Text>
                ) : (
                  <HeaderList label={t('responses.headersOf', { number })} headers={response.headers} />
                )}
              </div>
            </>
          )}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  )
}

interface ResponseBodyProps {
  readonly response: NonNullable<Attempt['response']>
  readonly label: string
}

function ResponseBody({ response: { body, encoding, truncated }, label }: ResponseBodyProps) {
  const { t } = useTranslation('history')
  if (body === '') {
    return (
      <Text size="sm" c="dimmed">
        {t('responses.empty')}
      </Text>
    )
  }
  return (
    <Stack gap={6}>
      {encoding === 'base64' ? (
        <>
          <Text size="sm">{t('responses.base64')}</Text>
          <CodeBlock label={label} code={body} wrapped />
        </>
      ) : (
        <JsonView label={label} text={body} />
      )}
      {truncated && <Text size="sm">{t('responses.truncated')}</Text>}
    </Stack>
  )
}

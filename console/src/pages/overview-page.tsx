import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useCurrentConfigurations } from '../data/configurations.ts'
import { useCurrentCount } from '../data/deliveries/count.ts'
import { useStats } from '../data/stats.ts'
import { Charts } from '../features/overview/charts.tsx'
import { FigureCards } from '../features/overview/figure-cards.tsx'
import { figuresOf, volumesOf } from '../features/overview/figures.ts'
import { type OverviewRange, overviewRanges, spanOf } from '../features/overview/overview-range.ts'
import { OverviewSentence } from '../features/overview/overview-sentence.tsx'
import { Problems } from '../features/overview/problems.tsx'
import { troubled } from '../features/overview/troubled.ts'
import { choiceFilter, useUrlFilters } from '../ui/navigation/use-url-filters.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { useNow } from '../ui/time/now.tsx'

const codecs = { range: choiceFilter(overviewRanges) }
const usualRange: OverviewRange = '24h'

/** The state of all configurations, and the remedies for problems. */
export function OverviewPage() {
  const { t } = useTranslation('overview')
  const filters = useUrlFilters<{ range: OverviewRange | null }>(codecs)
  const range = filters.values.range ?? usualRange
  const span = spanOf(range, useNow())
  const byOutcome = useStats({ ...span, groupBy: 'outcome' })
  const byEvent = useStats({ ...span, groupBy: 'event' })
  const configurations = useCurrentConfigurations()
  const posts = useCurrentCount({ from: span.from })
  const failed = useCurrentCount({ from: span.from, state: ['failed'] })
  const retrying = useCurrentCount({ state: ['retrying'] })
  const held = useCurrentCount({ state: ['held'] })

  const needed = [byOutcome, byEvent, configurations, failed, held]
  const missing = needed.find(({ data }) => data === undefined)
  const broken = needed.find(({ error, data }) => error && data === undefined)
  const problems = troubled(configurations.data ?? [])
  const figures = figuresOf(byOutcome.data ?? [], span)
  return (
    <>
      <PageTitle
        title={t('title')}
        description={t('description')}
        actions={
          <SegmentedControl
            aria-label={t('range')}
            value={range}
            onChange={(value) => {
              const chosen = overviewRanges.find((it) => it === value) ?? usualRange
              filters.set({ range: chosen === usualRange ? null : chosen })
            }}
            data={overviewRanges.map((value) => ({ value, label: t(`ranges.${value}.label`) }))}
          />
        }
      />
      {broken && (
        <ErrorState
          error={broken.error}
          title={t('failed')}
          onRetry={() => Promise.all(needed.map((it) => it.refetch()))}
        />
      )}
      {missing && !broken && (
        <Panel>
          <Loading rows={10} />
        </Panel>
      )}
      {!missing && (
        <Stack gap="lg">
          <OverviewSentence
            range={range}
            delivered={figures.delivered}
            attempts={figures.attempts}
            problems={problems.length}
            failed={failed.data?.count ?? 0}
            held={held.data?.count ?? 0}
          />
          <FigureCards
            when={t(`ranges.${range}.in`)}
            range={range}
            attempts={figures.attempts}
            delivered={figures.delivered}
            posts={posts.data}
            retrying={retrying.data}
            held={held.data}
          />
          {problems.length > 0 && <Problems configurations={problems} />}
          <section aria-labelledby="figures">
            <Title order={2} id="figures" mb="sm">
              {t('figures.title')}
            </Title>
            <Charts figures={figures} volumes={volumesOf(byEvent.data ?? [], span)} span={span} />
            <Text size="sm" c="dimmed" mt="md">
              {t('figures.counted')} {span.interval === 'day' ? t('figures.days') : t('figures.hours')}
            </Text>
          </section>
        </Stack>
      )}
    </>
  )
}

import { SegmentedControl, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAttention } from '../data/attention.ts'
import { useCurrentCount } from '../data/deliveries/count.ts'
import { useNewestDelivered } from '../data/deliveries/newest.ts'
import { useStats } from '../data/stats.ts'
import { AllWell } from '../features/attention/all-well.tsx'
import { Cards } from '../features/attention/cards.tsx'
import { useRepairs, withRepaired } from '../features/attention/repairs.ts'
import classes from '../features/figures/charts.module.css'
import { PostsChart, ResponseTimeChart, VolumeChart } from '../features/figures/charts.tsx'
import { FigureCards } from '../features/figures/figure-cards.tsx'
import { figuresOf, volumesOf } from '../features/figures/figures.ts'
import { type Range, ranges, spanOf } from '../features/figures/span.ts'
import { choiceFilter, useUrlFilters } from '../ui/navigation/use-url-filters.ts'
import { PageTitle } from '../ui/page-title.tsx'
import { Panel } from '../ui/panel.tsx'
import { ErrorState } from '../ui/states/error-state.tsx'
import { Loading } from '../ui/states/loading.tsx'
import { useNow } from '../ui/time/now.tsx'

const codecs = { range: choiceFilter(ranges) }
const usualRange: Range = '7d'

/** What needs the reader, each with its way out; below it the figures. */
export function AttentionPage() {
  const { t } = useTranslation('attention')
  const repairs = useRepairs()
  const { data, error, refetch } = useAttention({ soon: repairs.size > 0 })
  const cards = withRepaired(data?.data ?? [], repairs)
  return (
    <>
      <PageTitle title={t('title')} description={t('description')} />
      {error && !data && <ErrorState error={error} title={t('failedToLoad')} onRetry={refetch} />}
      {!data && !error && (
        <Panel>
          <Loading rows={6} />
        </Panel>
      )}
      {data && (
        <Stack gap="xl">
          {cards.length > 0 ? <Cards cards={cards} repairs={repairs} exact={data.exact} /> : <Well />}
          <Figures failures={data.failedByHour} soon={repairs.size > 0} />
        </Stack>
      )}
    </>
  )
}

function Well() {
  const { since } = spanOf('7d', useNow())
  const arrived = useCurrentCount({ from: since, state: ['delivered'] })
  const newest = useNewestDelivered()
  return <AllWell arrived={arrived.data} newest={newest.data} />
}

interface FiguresProps {
  readonly failures: Parameters<typeof figuresOf>[1]
  /** Whether something is being repaired. */
  readonly soon: boolean
}

function Figures({ failures, soon }: FiguresProps) {
  const { t } = useTranslation('attention')
  const filters = useUrlFilters<{ range: Range | null }>(codecs)
  const range = filters.values.range ?? usualRange
  const span = spanOf(range, useNow())
  const byOutcome = useStats({ ...span, groupBy: 'outcome' })
  const byEvent = useStats({ ...span, groupBy: 'event' })
  const period = { period: range, test: 'false' }
  const posts = useCurrentCount({ from: span.since }, { soon })
  const delivered = useCurrentCount({ from: span.since, state: ['delivered'] }, { soon })
  const failed = useCurrentCount({ from: span.since, state: ['failed'] }, { soon })
  const retrying = useCurrentCount({ state: ['retrying'] }, { soon })
  const held = useCurrentCount({ state: ['held'] }, { soon })
  const broken = [byOutcome, byEvent].find(({ error, data }) => error && data === undefined)
  const figures = figuresOf(byOutcome.data ?? [], failures, span)
  return (
    <section aria-labelledby="figures">
      <Stack gap="md">
        <div className={classes.head}>
          <Title order={2} id="figures">
            {t('figures.title')}
          </Title>
          <SegmentedControl
            size="xs"
            aria-label={t('figures.period')}
            value={range}
            onChange={(value) => {
              const chosen = ranges.find((it) => it === value) ?? usualRange
              filters.set({ range: chosen === usualRange ? null : chosen })
            }}
            data={ranges.map((value) => ({ value, label: t(`ranges.${value}.label`) }))}
          />
        </div>
        {broken && <ErrorState error={broken.error} title={t('figures.failed')} onRetry={broken.refetch} />}
        <FigureCards
          when={t(`ranges.${range}.in`)}
          figures={[
            { state: null, count: posts.data, search: period },
            { state: 'delivered', count: delivered.data, search: { ...period, state: 'delivered' } },
            { state: 'failed', count: failed.data, search: { ...period, state: 'failed' } },
            { state: 'retrying', count: retrying.data, search: { test: 'false', state: 'retrying' } },
            { state: 'held', count: held.data, search: { test: 'false', state: 'held' } },
          ]}
        />
        <div className={classes.charts}>
          <PostsChart figures={figures} span={span} />
          <ResponseTimeChart figures={figures} span={span} />
          <VolumeChart volumes={volumesOf(byEvent.data ?? [], span)} />
        </div>
        <Text size="sm" c="dimmed">
          {t('figures.counted')} {t(`figures.${span.interval}`)}
        </Text>
      </Stack>
    </section>
  )
}

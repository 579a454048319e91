import { Group, Stack, Text, Title } from '@mantine/core'
import type { Configuration } from '@postback/sdk'
import { Trans, useTranslation } from 'react-i18next'
import { type RecentFigures, useMonthFigures, useRecentFigures } from '../../../data/stats.ts'
import { TextLink } from '../../../ui/navigation/links.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Sparkline } from '../../../ui/sparkline.tsx'
import { RelativeTime } from '../../../ui/time/relative-time.tsx'
import { useFormats } from '../../../ui/use-formats.ts'
import { configurationCondition } from '../../../words/use-words.ts'
import { ConfigurationBadge } from '../list/configuration-badge.tsx'
import { ConfigurationNote } from '../notes/configuration-note.tsx'
import classes from './page.module.css'

/** How it is, in words and in figures of a day and of a month. */
export function StatePanel({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const { id } = configuration
  const day = useRecentFigures([id])
  const month = useMonthFigures(id)
  const none: RecentFigures = { attempts: 0, delivered: 0, points: [] }
  return (
    <Panel padded>
      <Stack gap="md" component="section" aria-labelledby="state-title">
        <Title order={2} size="h3" id="state-title">
          {t('page.stateTitle')}
        </Title>
        <div>
          <ConfigurationBadge configuration={configuration} />
          <Text component="div" mt="xs" aria-live="polite">
            <Sentence configuration={configuration} />
          </Text>
          {configurationCondition(configuration) === 'failing' && (
            <TextLink
              to="/webhook/history"
              search={{ configuration: id, state: 'retrying,failed' }}
              className={classes.link}
            >
              {t('actions.failingPosts')}
            </TextLink>
          )}
        </div>
        <ConfigurationNote configuration={configuration} />
        <div className={classes.figures}>
          <Figures
            title={t('page.lastDay')}
            label="figures.label"
            figures={day.data && (day.data.get(id) ?? none)}
            failed={day.isError}
          />
          <Figures title={t('page.lastMonth')} label="page.monthLabel" figures={month.data} failed={month.isError} />
        </div>
      </Stack>
    </Panel>
  )
}

function Sentence({ configuration }: { readonly configuration: Configuration }) {
  const { t } = useTranslation('configurations')
  const { lastSuccessAt, failingSince, failures } = configuration.health
  switch (configurationCondition(configuration)) {
    case 'disabled':
      return t('page.sentences.disabled')
    case 'releasing':
      return t('page.sentences.releasing')
    case 'failing':
      return (
        <Trans
          t={t}
          i18nKey="page.sentences.failing"
          count={failures}
          components={{ time: <RelativeTime at={failingSince ?? ''} /> }}
        />
      )
    case 'active':
      return lastSuccessAt === null ? (
        t('page.sentences.never')
      ) : (
        <Trans t={t} i18nKey="page.sentences.well" components={{ time: <RelativeTime at={lastSuccessAt} /> }} />
      )
  }
}

interface FiguresProps {
  readonly title: string
  readonly label: 'figures.label' | 'page.monthLabel'
  readonly figures: RecentFigures | undefined
  readonly failed: boolean
}

function Figures({ title, label, figures, failed }: FiguresProps) {
  const { t } = useTranslation('configurations')
  const formats = useFormats()
  const percent = figures && formats.percent(figures.delivered / figures.attempts)
  const attempts = figures && t('figures.attempts', { count: figures.attempts })
  return (
    <div>
      <Text size="sm" c="dimmed">
        {title}
      </Text>
      {figures && figures.attempts > 0 && percent && attempts ? (
        <Group gap="md" wrap="nowrap" align="flex-end">
          <div>
            <Text fw={650} size="lg">
              {t('page.delivered', { percent })}
            </Text>
            <Text size="xs" c="dimmed">
              {attempts}
            </Text>
          </div>
          <Sparkline points={figures.points} label={t(label, { percent, attempts })} width={120} height={36} />
        </Group>
      ) : (
        <Text size="sm">{figures ? t('figures.none') : failed ? t('figures.failed') : '…'}</Text>
      )}
    </div>
  )
}

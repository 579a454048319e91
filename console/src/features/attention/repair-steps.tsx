import { Button, Group, Text } from '@mantine/core'
import type { AttentionCard } from '@postback/sdk'
import { IconAlertTriangle, IconCircleCheck, IconRotateClockwise, IconSend } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useProcessAgain } from '../../data/deliveries/changes.ts'
import { isOnItsWay, useDelivery } from '../../data/deliveries/detail.ts'
import { ActButton } from '../../ui/acts/act-button.tsx'
import { TextLink } from '../../ui/navigation/links.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { useExplainFailure, usePlace } from '../../words/explain-failure.ts'
import classes from './attention.module.css'
import { RepairProgress } from './repair-progress.tsx'
import { RepairWays } from './repair-ways.tsx'
import { endRepair, noteRepair, type Repair } from './repairs.ts'
import { Done, Said } from './said.tsx'

interface RepairStepsProps {
  readonly card: AttentionCard
  readonly repair: Repair | undefined
  readonly exact: boolean
}

/** Try one; when it has arrived, the rest; progress until all have arrived. */
export function RepairSteps({ card, repair, exact }: RepairStepsProps) {
  const region = useRef<HTMLDivElement>(null)
  const step = repair?.replayId ? 'progress' : repair?.tried ? 'tried' : 'try'
  // With the next step, the button that had the focus is gone.
  useEffect(() => {
    if (step !== 'try' && document.activeElement === document.body) region.current?.focus({ preventScroll: true })
  }, [step])
  return (
    <div className={classes.repair} ref={region} tabIndex={-1}>
      {repair?.replayId && <RepairProgress card={card} replayId={repair.replayId} />}
      {!repair?.replayId && repair?.tried && <Tried card={card} tried={repair.tried} exact={exact} />}
      {!repair?.replayId && !repair?.tried && <TryOne card={card} exact={exact} />}
    </div>
  )
}

/** Where there is none to try, the rest is offered at once. */
function TryOne({ card, exact }: { readonly card: AttentionCard; readonly exact: boolean }) {
  const { t } = useTranslation('attention')
  const place = usePlace()
  const toTry = card.posts?.toTry ?? null
  if (toTry === null) return <RepairWays card={card} exact={exact} />
  return (
    <Group gap="md">
      <TryButton card={card} toTry={toTry} />
      <Text size="sm" c="dimmed">
        {t('try.text', { host: place(card.configuration.url) })}
      </Text>
    </Group>
  )
}

function TryButton({
  card,
  toTry,
  again = false,
}: {
  readonly card: AttentionCard
  readonly toTry: string
  readonly again?: boolean
}) {
  const { t } = useTranslation('attention')
  const process = useProcessAgain()
  const start = () =>
    process.press(toTry, { onSuccess: ({ id, series }) => noteRepair(card, { tried: { id, series } }) })
  return (
    <>
      <ActButton
        act={process}
        onPress={start}
        leftSection={<IconSend size={18} aria-hidden />}
        aria-label={t(again ? 'try.againOf' : 'try.of', { name: card.configuration.name })}
      >
        {t(again ? 'try.again' : 'try.button')}
      </ActButton>
      {process.isError && <ErrorState error={process.error} title={t('try.failed')} />}
    </>
  )
}

interface TriedProps {
  readonly card: AttentionCard
  readonly tried: NonNullable<Repair['tried']>
  readonly exact: boolean
}

function Tried({ card, tried, exact }: TriedProps) {
  const { t } = useTranslation('attention')
  const explain = useExplainFailure()
  const { data, error, refetch } = useDelivery(tried.id)
  if (error && !data) return <ErrorState error={error} title={t('try.unknown')} onRetry={refetch} />
  const isKnown = data !== undefined && data.series >= tried.series && !isOnItsWay(data) && data.attemptCount > 0
  if (!isKnown) {
    return <Said icon={<IconSend size={20} aria-hidden />}>{t('try.sending')}</Said>
  }
  const link = (
    <TextLink to="/webhook/deliveries/$id" params={{ id: tried.id }} size="sm">
      {t('try.see')}
    </TextLink>
  )
  if (data.state === 'delivered') {
    const left = (card.posts?.failed ?? 0) + (card.posts?.retrying ?? 0)
    return (
      <>
        <Said tone="good" icon={<IconCircleCheck size={20} aria-hidden />} link={link}>
          {left > 0 ? t('try.arrived', { status: data.status }) : t('try.allDone', { status: data.status })}
        </Said>
        {left > 0 ? <RepairWays card={card} exact={exact} /> : <Done card={card} />}
      </>
    )
  }
  const toTry = card.posts?.toTry ?? null
  return (
    <>
      <Said tone="bad" icon={<IconAlertTriangle size={20} aria-hidden />} link={link}>
        {t('try.failedAgain', { reason: explain({ ...data, url: card.configuration.url })?.title ?? data.status })}
      </Said>
      <Group gap="md">
        {toTry !== null && <TryButton card={card} toTry={toTry} again />}
        <Button
          variant="default"
          leftSection={<IconRotateClockwise size={18} aria-hidden />}
          onClick={() => endRepair(card)}
        >
          {t('try.back')}
        </Button>
      </Group>
    </>
  )
}

import { Checkbox, Group, NativeSelect, Text, Title, VisuallyHidden } from '@mantine/core'
import type { EventName } from '@postback/sdk'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKnownEvents, usePayloadPreview } from '../../data/event-types.ts'
import { Panel } from '../../ui/panel.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { useWords } from '../../words/use-words.ts'
import { linesForAffiliate, type PayloadLine, payloadLines } from './affiliate-view.ts'
import classes from './payload-preview.module.css'

/** Sent only to affiliates who get buyers' data: the event contains nothing else. */
const onlyWithBuyerData: ReadonlySet<EventName> = new Set<EventName>(['PURCHASE_BILLET_PRINTED'])

/** The same post as the producer gets it and as an affiliate does. */
export function PayloadPreview() {
  const { t } = useTranslation('affiliates')
  const words = useWords()
  const [event, setEvent] = useState<EventName>('PURCHASE_APPROVED')
  const [shares, setShares] = useState(false)
  const events = useKnownEvents()
  const { data, error, refetch } = usePayloadPreview(event)
  const lines = data ? payloadLines(data, shares) : []
  const missing = lines.filter(({ leftOut }) => leftOut).length
  const firstLeftOut = lines.findIndex(({ leftOut }) => leftOut)
  const nothing = !shares && onlyWithBuyerData.has(event)
  return (
    <section aria-labelledby="preview">
      <Title order={2} id="preview">
        {t('preview.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm">
        {t('preview.text')}
      </Text>
      <Panel padded>
        <Group gap="lg" align="flex-end" mb="md">
          <NativeSelect
            label={t('preview.event')}
            value={event}
            onChange={({ currentTarget }) => setEvent(currentTarget.value as EventName)}
            data={(events.data ?? [{ event }]).map(({ event }) => ({ value: event, label: words.event(event) }))}
          />
          <Checkbox
            pb={8}
            label={t('preview.shares')}
            checked={shares}
            onChange={({ currentTarget }) => setShares(currentTarget.checked)}
          />
        </Group>
        {error && <ErrorState error={error} title={t('preview.failed')} onRetry={refetch} />}
        {!data && !error && <Loading rows={8} />}
        {data && (
          <>
            <Text size="sm" fw={600} mb="xs" role="status">
              {nothing ? t('preview.nothing') : t('preview.leftOut', { count: missing })}
            </Text>
            <div className={classes.sides}>
              <Side title={t('preview.producer')} lines={lines} from={firstLeftOut} marked />
              {nothing ? (
                <div>
                  <Text size="sm" fw={600} mb={4}>
                    {t('preview.affiliate')}
                  </Text>
                  <Text size="sm" c="dimmed" className={classes.nothing ?? ''}>
                    {t('preview.nothingText')}
                  </Text>
                </div>
              ) : (
                <Side title={t('preview.affiliate')} lines={linesForAffiliate(lines)} from={firstLeftOut} />
              )}
            </div>
          </>
        )}
      </Panel>
    </section>
  )
}

/** Lines above the first difference, for context. */
const linesBefore = 3

interface SideProps {
  readonly title: string
  readonly lines: readonly PayloadLine[]
  /** The first line that differs between the two sides. */
  readonly from: number
  /** Marks lines that the other side does not get. */
  readonly marked?: boolean
}

function Side({ title, lines, from, marked = false }: SideProps) {
  const { t } = useTranslation('affiliates')
  const code = useRef<HTMLElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines begin elsewhere.
  useEffect(() => {
    const line = code.current?.children[Math.max(0, from - linesBefore)]
    if (code.current && line instanceof HTMLElement) code.current.scrollTop = line.offsetTop - code.current.offsetTop
  }, [from, lines.length])

  return (
    <div className={classes.side}>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach areas that scroll. */}
      <section ref={code} className={classes.code} tabIndex={0} aria-label={title}>
        {lines.map(({ depth, text, leftOut }, index) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a line of a text.
            key={index}
            className={classes.line}
            data-left-out={(marked && leftOut) || undefined}
            style={{ paddingInlineStart: `${depth * 1.25 + 1.5}em` }}
          >
            {marked && leftOut ? (
              <>
                <VisuallyHidden>{t('preview.notSent')} </VisuallyHidden>
                <del>{text}</del>
              </>
            ) : (
              text
            )}
          </div>
        ))}
      </section>
    </div>
  )
}

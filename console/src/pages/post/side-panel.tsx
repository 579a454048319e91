import { ActionIcon, Group, Title } from '@mantine/core'
import { isApiError } from '@postback/sdk'
import { IconArrowsDiagonal, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useDelivery } from '../../data/deliveries/detail.ts'
import { CancelButton } from '../../features/delivery/cancel-button.tsx'
import type { Names } from '../../features/delivery/names.ts'
import { ProcessAgainButton } from '../../features/delivery/process-again-button.tsx'
import classes from '../../features/history/bench.module.css'
import { TextLink } from '../../ui/navigation/links.tsx'
import { ErrorState } from '../../ui/states/error-state.tsx'
import { Loading } from '../../ui/states/loading.tsx'
import { useWords } from '../../words/use-words.ts'
import { PostView } from './post-view.tsx'

interface SidePanelProps {
  readonly id: string
  readonly names: Names
  /** null: there is none in the list. */
  readonly previous: string | null
  readonly next: string | null
  /** Whether the reader asked for it here, and is taken to it. */
  readonly takesFocus: boolean
  readonly onOpen: (id: string) => void
  readonly onClose: () => void
}

/** A post beside the list that it was opened from. */
export function SidePanel({ id, names, previous, next, takesFocus, onOpen, onClose }: SidePanelProps) {
  const { t } = useTranslation('history')
  const { t: tBench } = useTranslation('bench')
  const words = useWords()
  const { data: delivery, error, refetch } = useDelivery(id)
  const title = useRef<HTMLHeadingElement>(null)
  const top = useRef<HTMLElement>(null)

  useEffect(() => {
    top.current?.scrollTo?.({ top: 0 })
    if (takesFocus && id) title.current?.focus({ preventScroll: true })
  }, [id, takesFocus])
  const onKeyDown = (event: KeyboardEvent) => {
    // A dialog that is open closes first.
    if (event.key === 'Escape' && event.currentTarget.contains(event.target as Element)) onClose()
  }
  const steps = [
    { label: tBench('panel.previous'), to: previous, Icon: IconChevronUp },
    { label: tBench('panel.next'), to: next, Icon: IconChevronDown },
  ]
  return (
    <aside ref={top} aria-label={tBench('panel.label')} className={classes.side} onKeyDown={onKeyDown}>
      <div className={classes.sideHead}>
        <Title order={2} ref={title} tabIndex={-1} className={classes.sideTitle ?? ''}>
          {delivery && delivery.id === id
            ? [words.event(delivery.event), delivery.transaction].filter(Boolean).join(' · ')
            : t('post')}
        </Title>
        {steps.map(({ label, to, Icon }) => (
          <ActionIcon
            key={label}
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            size={32}
            aria-label={label}
            title={label}
            {...(to === null && { 'data-disabled': true, 'aria-disabled': true })}
            onClick={() => to !== null && onOpen(to)}
          >
            <Icon size={18} aria-hidden />
          </ActionIcon>
        ))}
        <TextLink
          to="/webhook/deliveries/$id"
          params={{ id }}
          className={classes.sideLink ?? ''}
          aria-label={tBench('panel.asPage')}
          title={tBench('panel.asPage')}
        >
          <IconArrowsDiagonal size={18} aria-hidden />
        </TextLink>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          size={32}
          aria-label={tBench('panel.close')}
          title={tBench('panel.close')}
          onClick={onClose}
        >
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.sideBody}>
        {error && (
          <ErrorState
            error={error}
            title={isApiError(error, 'not_found') ? t('notFound.title') : t('deliveryFailed')}
            onRetry={refetch}
          />
        )}
        {!delivery && !error && <Loading />}
        {delivery && (
          <>
            <Group gap="xs">
              <ProcessAgainButton key={id} delivery={delivery} names={names} look="button" />
              <CancelButton key={`cancel ${id}`} delivery={delivery} look="button" />
            </Group>
            {/* Words that come late leave the list, and the focus, where they are. */}
            <Suspense fallback={<Loading />}>
              <PostView
                key={id}
                narrow
                delivery={delivery}
                names={names}
                layout={({ main, facts }) => (
                  <>
                    {main}
                    {facts}
                  </>
                )}
              />
            </Suspense>
          </>
        )}
      </div>
    </aside>
  )
}

import { Group, Stack, Text, Title } from '@mantine/core'
import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useArrival } from './arrival.tsx'

interface PageTitleProps {
  /** Also of the document. */
  readonly title: string
  /** One or two sentences. */
  readonly description?: ReactNode
  /** Buttons, at the right where there is room. */
  readonly actions?: ReactNode
  /** In one line, where what follows needs the room. */
  readonly compact?: boolean
}

/** The h1 of a page. It takes the focus after a change of page, so that a screen reader reads it out. */
export function PageTitle({ title, description, actions, compact = false }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const path = useLocation({ select: (location) => location.pathname })
  const arrived = useArrival()

  useEffect(() => {
    document.title = `${title} · Postback`
  }, [title])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another page, even where this stays mounted.
  useEffect(() => {
    // A reader who is writing already, in the search of the header, is not interrupted.
    const isWriting = document.activeElement?.matches('input, textarea') ?? false
    if (arrived.current && !isWriting) heading.current?.focus({ preventScroll: true })
    arrived.current = true
  }, [path])

  const heading1 = (
    <Title order={1} ref={heading} tabIndex={-1} {...(compact && { fz: '1.375rem' })}>
      {title}
    </Title>
  )
  if (compact) {
    return (
      <Group justify="space-between" gap="0.25rem 1rem" mb="xs">
        <Group gap="sm" align="baseline">
          {heading1}
          {description && (
            <Text size="sm" c="dimmed" component="div">
              {description}
            </Text>
          )}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    )
  }
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={6} maw="46rem">
        {heading1}
        {description && <Text c="dimmed">{description}</Text>}
      </Stack>
      {actions && <Group gap="sm">{actions}</Group>}
    </Group>
  )
}

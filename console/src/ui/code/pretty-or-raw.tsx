import { Group, SegmentedControl, Stack } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CodeBlock } from './code-block.tsx'

interface PrettyOrRawProps {
  /** What it is: "Sent payload". */
  readonly label: string
  /** As it was sent or came. */
  readonly text: string
  /** The same, easier to read; null: there is no other form. */
  readonly pretty: ReactNode | null
  /** Beside the switch between the two. */
  readonly actions?: ReactNode
}

/** A text in a readable form, and as it is. */
export function PrettyOrRaw({ label, text, pretty, actions }: PrettyOrRawProps) {
  const { t } = useTranslation('ui')
  const [mode, setMode] = useState<'pretty' | 'raw'>('pretty')
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        {pretty === null ? (
          <span />
        ) : (
          <SegmentedControl
            size="xs"
            aria-label={t('json.view')}
            value={mode}
            onChange={(value) => setMode(value === 'raw' ? 'raw' : 'pretty')}
            data={[
              { value: 'pretty', label: t('json.pretty') },
              { value: 'raw', label: t('json.raw') },
            ]}
          />
        )}
        {actions}
      </Group>
      {pretty === null || mode === 'raw' ? <CodeBlock label={label} code={text} wrapped /> : pretty}
    </Stack>
  )
}

import { Group, SegmentedControl, Stack } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './code-block.module.css'
import { CodeBlock } from './code-block.tsx'
import { prettyJson } from './pretty-json.ts'

interface JsonViewProps {
  /** What it is: "Sent payload". */
  readonly label: string
  /** As it was sent or came: JSON or not. */
  readonly text: string
  /** Beside the switch between pretty and raw. */
  readonly actions?: ReactNode
}

/** JSON with indents and colours, or the text to the letter. What is no JSON is shown raw. */
export function JsonView({ label, text, actions }: JsonViewProps) {
  const { t } = useTranslation('ui')
  const [mode, setMode] = useState<'pretty' | 'raw'>('pretty')
  const pretty = useMemo(() => prettyJson(text), [text])
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
      {pretty === null || mode === 'raw' ? (
        <CodeBlock label={label} code={text} wrapped />
      ) : (
        <CodeBlock label={label} code={pretty}>
          {colourJson(pretty)}
        </CodeBlock>
      )}
    </Stack>
  )
}

const coloured = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*|true|false|null)/g

/** Text nodes in spans: nothing in it can become markup. */
function colourJson(json: string): ReactNode[] {
  const parts: ReactNode[] = []
  let end = 0
  for (const match of json.matchAll(coloured)) {
    const [whole, text, colon = '', value] = match
    parts.push(json.slice(end, match.index))
    const className = text === undefined ? classes.value : colon === '' ? classes.text : classes.key
    parts.push(
      <span key={match.index} className={className}>
        {text ?? value}
      </span>,
      colon,
    )
    end = match.index + whole.length
  }
  parts.push(json.slice(end))
  return parts
}

import { type ReactNode, useMemo } from 'react'
import classes from './code-block.module.css'
import { CodeBlock } from './code-block.tsx'
import { prettyJson } from './pretty-json.ts'
import { PrettyOrRaw } from './pretty-or-raw.tsx'

interface JsonViewProps {
  /** What it is: "Sent payload". */
  readonly label: string
  /** As it was sent or came: JSON or not. */
  readonly text: string
  /** Beside the switch between pretty and raw. */
  readonly actions?: ReactNode
}

/** JSON with indents and colours, or the exact text. Text that is not JSON is shown raw. */
export function JsonView({ label, text, actions }: JsonViewProps) {
  const json = useMemo(() => prettyJson(text), [text])
  const pretty = json !== null && (
    <CodeBlock label={label} code={json}>
      {colourJson(json)}
    </CodeBlock>
  )
  return <PrettyOrRaw label={label} text={text} pretty={pretty || null} actions={actions} />
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

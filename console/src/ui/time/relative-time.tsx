import { Tooltip } from '@mantine/core'
import { useFormats } from '../use-formats.ts'
import { useNow } from './now.tsx'

interface RelativeTimeProps {
  readonly at: string
  /** Writes the full time out, with its zone, and shows the relative one on hover. For details. */
  readonly absolute?: boolean
  /** Within a button or a link: nothing to focus of its own. */
  readonly plain?: boolean
}

/** "3 minutes ago"; the full time with its zone on hover and focus. */
export function RelativeTime({ at, absolute = false, plain = false }: RelativeTimeProps) {
  const formats = useFormats()
  // The shared clock ticks slowly, so a recent moment could look like the future.
  const now = Math.max(useNow(), Date.now())
  const relative = formats.relative(at, now)
  const full = formats.dateTime(at)
  if (plain) return <time dateTime={at}>{absolute ? full : relative}</time>
  return (
    <Tooltip label={absolute ? relative : full} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the full time. */}
      <time dateTime={at} tabIndex={0}>
        {absolute ? full : relative}
      </time>
    </Tooltip>
  )
}

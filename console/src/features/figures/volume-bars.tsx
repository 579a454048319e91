import { useFormats } from '../../ui/use-formats.ts'
import { useWords } from '../../words/use-words.ts'
import type { EventVolume } from './figures.ts'
import classes from './volume-bars.module.css'

/** Bars with their words above and their figures beside them: long names have room on every screen. */
export function VolumeBars({ volumes }: { readonly volumes: readonly EventVolume[] }) {
  const words = useWords()
  const formats = useFormats()
  const top = Math.max(1, ...volumes.map(({ delivered }) => delivered))
  return (
    <ul className={classes.bars}>
      {volumes.map(({ event, delivered }) => (
        <li key={event}>
          <span className={classes.name}>{words.event(event)}</span>
          <span className={classes.figure}>{formats.number(delivered)}</span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.bar} style={{ width: `${(delivered / top) * 100}%` }} />
          </span>
        </li>
      ))}
    </ul>
  )
}

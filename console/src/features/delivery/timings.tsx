import type { Attempt } from '@postback/sdk'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/use-formats.ts'
import classes from './delivery.module.css'

const phases = ['dns', 'connect', 'tls', 'firstByte', 'body'] as const

/** How long an attempt took, and what for the longest; opened, each phase as a bar and in figures. */
export function Timings({ timings }: { readonly timings: Attempt['timings'] }) {
  const { t } = useTranslation('history')
  const formats = useFormats()
  const spent = phases.flatMap((phase) => {
    const milliseconds = timings[`${phase}Ms`]
    return milliseconds === undefined ? [] : [{ phase, milliseconds }]
  })
  const whole = spent.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const longest = spent.toSorted((a, b) => b.milliseconds - a.milliseconds)[0]
  const total = t('timings.in', { duration: formats.duration(timings.totalMs) })
  const parts = [
    longest && longest.milliseconds > 0 && `${t(`timings.${longest.phase}`)} ${formats.duration(longest.milliseconds)}`,
    timings.reusedConnection && t('timings.reused'),
  ].filter((part) => typeof part === 'string')
  return (
    <details className={classes.timings}>
      <summary>
        {total}
        {parts.length > 0 && <span className={classes.most}> · {parts.join(' · ')}</span>}
      </summary>
      {whole > 0 && (
        <div className={classes.bar} aria-hidden>
          {spent.map(({ phase, milliseconds }) => (
            <span key={phase} data-phase={phase} style={{ flexGrow: milliseconds / whole }} />
          ))}
        </div>
      )}
      <dl className={classes.phases}>
        {spent.map(({ phase, milliseconds }) => (
          <div key={phase}>
            <dt>
              <span className={classes.swatch} data-phase={phase} aria-hidden />
              {t(`timings.${phase}`)}
            </dt>
            <dd>{formats.duration(milliseconds)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('timings.total')}</dt>
          <dd>{formats.duration(timings.totalMs)}</dd>
        </div>
      </dl>
    </details>
  )
}

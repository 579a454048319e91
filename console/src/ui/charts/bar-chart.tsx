import { useId } from 'react'
import classes from './charts.module.css'
import { type Axes, ChartFrame } from './frame.tsx'

interface BarChartProps extends Axes {
  readonly label: string
  readonly longMoment: (at: number) => string
  readonly good: BarSeries
  /** Above the good ones; absent: not measured. */
  readonly bad?: BarSeries
  readonly height?: number
}

interface BarSeries {
  readonly name: string
  readonly values: readonly number[]
}

const widestBar = 36

/** Bars over time: what is good in the colour of the brand, what is bad above it, striped. */
export function BarChart({ good, bad, longMoment, ...axes }: BarChartProps) {
  const stripes = useId()
  const { moments, format } = axes
  const badAt = (index: number) => bad?.values[index] ?? 0
  const goodAt = (index: number) => good.values[index] ?? 0
  const greatest = Math.max(0, ...moments.map((_, index) => goodAt(index) + badAt(index)))
  return (
    <>
      <ChartFrame {...axes} greatest={greatest}>
        {({ x, y, width, bottom }) => {
          const bar = Math.min(widestBar, Math.max(2, width * 0.7))
          return (
            <>
              <Stripes id={stripes} />
              {moments.map((at, index) => {
                const [delivered, failed] = [goodAt(index), badAt(index)]
                const left = x(index) - bar / 2
                const said = [good, ...(bad ? [bad] : [])].map(
                  ({ name, values }) => `${name}: ${format(values[index] ?? 0)}`,
                )
                return (
                  <g key={at} className={classes.column}>
                    <title>{[longMoment(at), ...said].join('\n')}</title>
                    <rect
                      className={classes.back}
                      x={x(index) - width / 2}
                      y={y(greatest)}
                      width={width}
                      height={Math.max(0, bottom - y(greatest))}
                    />
                    {delivered > 0 && (
                      <rect
                        x={left}
                        y={y(delivered)}
                        width={bar}
                        height={bottom - y(delivered)}
                        fill="var(--mantine-color-brand-5)"
                      />
                    )}
                    {failed > 0 && (
                      <rect
                        x={left}
                        y={y(delivered + failed)}
                        width={bar}
                        // However few failed, they can be seen.
                        height={Math.max(3, y(delivered) - y(delivered + failed))}
                        fill={`url(#${stripes})`}
                        stroke="var(--pb-bad)"
                      />
                    )}
                  </g>
                )
              })}
            </>
          )
        }}
      </ChartFrame>
      {bad && (
        <ul className={classes.legend}>
          <li>
            <svg width="14" height="14" aria-hidden="true">
              <rect width="14" height="14" rx="3" fill="var(--mantine-color-brand-5)" />
            </svg>
            {good.name}
          </li>
          <li>
            <svg width="14" height="14" aria-hidden="true">
              <Stripes id={`${stripes}-legend`} />
              <rect x="1" y="1" width="12" height="12" rx="3" fill={`url(#${stripes}-legend)`} stroke="var(--pb-bad)" />
            </svg>
            {bad.name}
          </li>
        </ul>
      )}
    </>
  )
}

/** For readers who cannot tell the colours apart. */
function Stripes({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--pb-bad-soft)" />
        <path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke="var(--pb-bad)" strokeWidth="2" />
      </pattern>
    </defs>
  )
}

import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './charts.module.css'
import { labelStep, roundTop } from './scale.ts'

/** What every chart over time is given. */
export interface Axes {
  /** When each point begins, oldest first. */
  readonly moments: readonly number[]
  /** Under the axis. */
  readonly shortMoment: (at: number) => string
  readonly format: (value: number) => string
}

interface FrameProps extends Axes {
  /** In place of the picture: a sentence. */
  readonly label: string
  readonly greatest: number
  readonly height?: number
  /** Draws what is measured. */
  readonly children: (place: Place) => ReactNode
}

/** Where things stand, in pixels. */
export interface Place {
  /** The middle of a point. */
  readonly x: (index: number) => number
  readonly y: (value: number) => number
  /** Of one point. */
  readonly width: number
  readonly bottom: number
}

const margin = { top: 8, right: 8, bottom: 22, left: 44 }
const labelWidth = 52

/** The axes of a chart, as wide as there is room. */
export function ChartFrame({ label, moments, shortMoment, format, greatest, height = 180, children }: FrameProps) {
  const { ref, width } = useElementSize<HTMLDivElement>()
  const top = roundTop(greatest)
  const room = Math.max(0, width - margin.left - margin.right)
  const bottom = height - margin.bottom
  const step = room / Math.max(1, moments.length)
  const x = (index: number) => margin.left + (index + 0.5) * step
  const y = (value: number) => bottom - (value / top) * (bottom - margin.top)
  const every = labelStep(moments.length, room, labelWidth)
  const ticks = top >= 2 ? [0, top / 2, top] : [0, top]
  return (
    <div ref={ref} className={classes.picture} style={{ minHeight: height }}>
      {width > 0 && (
        <svg role="img" aria-label={label} width={width} height={height}>
          <title>{label}</title>
          {ticks.map((tick) => (
            <g key={tick}>
              <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} stroke="var(--pb-line)" />
              <text className={classes.axis} x={margin.left - 6} y={y(tick) + 4} textAnchor="end">
                {format(tick)}
              </text>
            </g>
          ))}
          {moments.map(
            (at, index) =>
              // The newest has its label in any case.
              (moments.length - 1 - index) % every === 0 && (
                <text key={at} className={classes.axis} x={x(index)} y={height - 6} textAnchor="middle">
                  {shortMoment(at)}
                </text>
              ),
          )}
          {children({ x, y, width: step, bottom })}
        </svg>
      )}
    </div>
  )
}

import classes from './charts.module.css'
import { type Axes, ChartFrame } from './frame.tsx'

interface LineChartProps extends Axes {
  readonly label: string
  readonly longMoment: (at: number) => string
  readonly lines: readonly Line[]
  readonly height?: number
}

export interface Line {
  readonly name: string
  readonly colour: string
  readonly dashed?: boolean
  /** null: nothing was measured, so the line has a gap. */
  readonly values: readonly (number | null)[]
}

/** Lines over time, with a dot at each point. */
export function LineChart({ lines, longMoment, ...axes }: LineChartProps) {
  const { moments, format } = axes
  const greatest = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)))
  return (
    <>
      <ChartFrame {...axes} greatest={greatest}>
        {({ x, y }) =>
          lines.map(({ name, colour, dashed = false, values }) => (
            <g key={name} stroke={colour} fill={colour}>
              <path d={pathOf(values, x, y)} fill="none" strokeWidth="2" {...(dashed && { strokeDasharray: '6 4' })} />
              {values.map(
                (value, index) =>
                  value !== null && (
                    <circle key={moments[index]} cx={x(index)} cy={y(value)} r="3">
                      <title>{`${longMoment(moments[index] ?? 0)}\n${name}: ${format(value)}`}</title>
                    </circle>
                  ),
              )}
            </g>
          ))
        }
      </ChartFrame>
      <ul className={classes.legend}>
        {lines.map(({ name, colour, dashed = false }) => (
          <li key={name}>
            <svg width="28" height="8" aria-hidden="true">
              <line
                x1="0"
                x2="28"
                y1="4"
                y2="4"
                stroke={colour}
                strokeWidth="2"
                {...(dashed && { strokeDasharray: '6 4' })}
              />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </>
  )
}

function pathOf(values: Line['values'], x: (index: number) => number, y: (value: number) => number): string {
  let isDrawing = false
  return values
    .map((value, index) => {
      if (value === null) {
        isDrawing = false
        return ''
      }
      const command = isDrawing ? 'L' : 'M'
      isDrawing = true
      return `${command}${x(index)},${y(value)}`
    })
    .join('')
}

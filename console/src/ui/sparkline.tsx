export interface SparkPoint {
  readonly value: number
  /** How much of the value is bad. */
  readonly failed?: number
}

interface SparklineProps {
  /** Oldest first. */
  readonly points: readonly SparkPoint[]
  /** What it shows, with the figure that matters: it takes the place of the picture. */
  readonly label: string
  readonly width?: number
  readonly height?: number
}

const gap = 1

/** Small bars; the failed part stands at the bottom in another colour, with a mark above the bar. */
export function Sparkline({ points, label, width = 96, height = 24 }: SparklineProps) {
  const top = Math.max(1, ...points.map((point) => point.value))
  const step = width / Math.max(1, points.length)
  const room = height - 4
  return (
    <svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <title>{label}</title>
      <line x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--pb-line)" />
      {points.map(({ value, failed = 0 }, index) => {
        const x = index * step
        const tall = value === 0 ? 0 : Math.max(2, (value / top) * room)
        const bad = value === 0 ? 0 : (failed / value) * tall
        const bar = { x, width: Math.max(1, step - gap), rx: 0.5 }
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in time.
          <g key={index}>
            <rect {...bar} y={height - tall} height={tall - bad} fill="var(--mantine-color-brand-5)" />
            <rect {...bar} y={height - bad} height={bad} fill="var(--pb-bad)" />
            {failed > 0 && <circle cx={x + step / 2} cy={height - tall - 2} r="1.25" fill="var(--pb-bad)" />}
          </g>
        )
      })}
    </svg>
  )
}

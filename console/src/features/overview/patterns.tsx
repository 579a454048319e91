import type { Outcome } from '@postback/sdk'
import { outcomeLooks, type SeriesLook } from './series.ts'

export function patternId(prefix: string, outcome: Outcome): string {
  return `${prefix}-${outcome}`
}

/** Fills for bars and legend: the colour on a tint of itself. */
export function Patterns({ prefix, of }: { readonly prefix: string; readonly of: readonly Outcome[] }) {
  return (
    <defs>
      {of.map((outcome) => (
        <pattern key={outcome} id={patternId(prefix, outcome)} width="6" height="6" patternUnits="userSpaceOnUse">
          <rect width="6" height="6" fill={outcomeLooks[outcome].colour} opacity={0.28} />
          <Mark look={outcomeLooks[outcome]} />
        </pattern>
      ))}
    </defs>
  )
}

function Mark({ look: { colour, pattern } }: { readonly look: SeriesLook }) {
  const line = { stroke: colour, strokeWidth: 2 }
  switch (pattern) {
    case 'solid':
      return <rect width="6" height="6" fill={colour} />
    case 'stripes':
      return <path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" {...line} />
    case 'back-stripes':
      return <path d="M-1,5 l2,2 M0,0 l6,6 M5,-1 l2,2" {...line} />
    case 'dots':
      return <circle cx="3" cy="3" r="1.8" fill={colour} />
    case 'crosses':
      return <path d="M3,0 V6 M0,3 H6" {...line} strokeWidth={1.5} />
    case 'rows':
      return <path d="M0,3 H6" {...line} />
  }
}

import type { ComponentType, ReactNode } from 'react'
import classes from './tone-badge.module.css'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'calm'

interface ToneBadgeProps {
  readonly tone: Tone
  readonly icon: ComponentType<{ size?: number; 'aria-hidden'?: boolean }>
  readonly title?: string
  readonly children: ReactNode
}

/** An icon, a word and a colour: never the colour alone. */
export function ToneBadge({ tone, icon: Icon, title, children }: ToneBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone} title={title}>
      <Icon size={16} aria-hidden />
      {children}
    </span>
  )
}

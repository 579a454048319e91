import type { Outcome } from '@postback/sdk'

/** How an outcome is drawn: a colour, and a pattern of its own for readers who cannot tell colours apart. */
export interface SeriesLook {
  readonly colour: string
  readonly pattern: 'solid' | 'stripes' | 'dots' | 'crosses' | 'rows' | 'back-stripes'
}

export const outcomeLooks: Readonly<Record<Outcome, SeriesLook>> = {
  delivered: { colour: 'var(--mantine-color-brand-5)', pattern: 'solid' },
  rejected: { colour: 'var(--pb-bad)', pattern: 'stripes' },
  timeout: { colour: 'var(--pb-warn)', pattern: 'dots' },
  unreachable: { colour: 'var(--pb-info)', pattern: 'crosses' },
  blocked: { colour: 'var(--pb-calm)', pattern: 'rows' },
  abandoned: { colour: 'var(--pb-calm)', pattern: 'back-stripes' },
}

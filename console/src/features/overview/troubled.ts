import type { Configuration } from '@postback/sdk'

/** Configurations to look at: failing now, or not disabled by a person. Those with the most held posts come first. */
export function troubled(configurations: readonly Configuration[]): readonly Configuration[] {
  return configurations
    .filter(({ state, disabledReason, health }) =>
      state === 'disabled' ? disabledReason !== 'manual' : health.failingSince !== null,
    )
    .toSorted((a, b) => Number(b.state === 'disabled') - Number(a.state === 'disabled') || b.held - a.held)
}

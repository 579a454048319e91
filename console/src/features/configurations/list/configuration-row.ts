import type { Configuration } from '@postback/sdk'
import type { RecentFigures } from '../../../data/stats.ts'

/** What a row shows, as a row of the table or as a card. */
export interface ConfigurationRowProps {
  readonly configuration: Configuration
  readonly productNames: ReadonlyMap<number, string>
  /** undefined: none, or not known. */
  readonly figures: RecentFigures | undefined
  readonly figuresState: 'loading' | 'known' | 'failed'
}

import type { Configuration } from '@postback/sdk'
import { DisabledNote } from './disabled-note.tsx'
import { useWaitsUntil } from './use-waits-until.ts'
import { WaitingNote } from './waiting-note.tsx'

interface ConfigurationNoteProps {
  readonly configuration: Configuration
  /** With a button to enable it, where none stands beside it. */
  readonly withButton?: boolean
}

/** Why nothing is sent to it at present; nothing if that is not so. */
export function ConfigurationNote({ configuration, withButton = false }: ConfigurationNoteProps) {
  const until = useWaitsUntil(configuration)
  if (configuration.state === 'disabled') return <DisabledNote configuration={configuration} withButton={withButton} />
  return until !== null && <WaitingNote configuration={configuration} until={until} />
}

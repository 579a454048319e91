import type {
  ActionKind,
  CancelReason,
  Configuration,
  DeliveryState,
  DisabledReason,
  EventName,
  HookSource,
  Outcome,
  Trigger,
} from '@postback/sdk'
import { useTranslation } from 'react-i18next'

export interface Words {
  /** As the help article calls it. */
  event(name: EventName): string
  eventMeaning(name: EventName): string
  state(state: DeliveryState): string
  stateMeaning(state: DeliveryState): string
  configurationState(configuration: Pick<Configuration, 'state' | 'releasing' | 'health'>): string
  disabledReason(reason: DisabledReason): string
  cancelReason(reason: CancelReason): string
  outcome(outcome: Outcome): string
  trigger(trigger: Trigger): string
  action(kind: ActionKind): string
  source(source: HookSource): string
}

/** Words for the codes of the API, in the language of the reader. */
export function useWords(): Words {
  const { t } = useTranslation('words')
  return {
    // A newer server may know events that this page does not: we show their code.
    event: (name) => t(`events.${name}`, { defaultValue: name }),
    eventMeaning: (name) => t(`eventMeanings.${name}`, { defaultValue: '' }),
    state: (state) => t(`states.${state}`),
    stateMeaning: (state) => t(`stateMeanings.${state}`),
    configurationState: (configuration) => t(`configurationStates.${configurationCondition(configuration)}`),
    disabledReason: (reason) => t(`disabledReasons.${reason}`),
    cancelReason: (reason) => t(`cancelReasons.${reason}`),
    outcome: (outcome) => t(`outcomes.${outcome}`),
    trigger: (trigger) => t(`triggers.${trigger}`),
    action: (kind) => t(`actions.${kind}`),
    source: (source) => t(`sources.${source}`),
  }
}

export type ConfigurationCondition = 'active' | 'failing' | 'releasing' | 'disabled'

export function configurationCondition({
  state,
  releasing,
  health,
}: Pick<Configuration, 'state' | 'releasing' | 'health'>): ConfigurationCondition {
  if (state === 'disabled') return 'disabled'
  if (releasing) return 'releasing'
  return health.failingSince === null ? 'active' : 'failing'
}

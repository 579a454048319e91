import type { Configuration, DeliveryDetail } from '@postback/sdk'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isTokenRefusal, type Trial, useTrial } from '../../data/body-token-trial.ts'
import { useAccepted } from '../../data/deliveries/count.ts'
import { bodyTokenAdvice } from './advice.ts'
import { Note } from './note.tsx'
import { Rest } from './rest.tsx'
import { SwitchStep } from './switch-step.tsx'
import { TrialNote } from './trial-note.tsx'
import { TryStep } from './try-step.tsx'

/** The addition to the advice for a refused post; null: none. */
export interface BodyTokenParts {
  /** Above the steps, or alone if there are none. */
  readonly note: ReactNode
  readonly firstStep: ReactNode
  readonly lastStep: ReactNode
}

/** Some systems look for the token only in the body. Beside the answer, the reader can try this or switch it on. */
export function useBodyToken(
  delivery: DeliveryDetail | undefined,
  configuration: Configuration | null | undefined,
): BodyTokenParts {
  const { t } = useTranslation('body-token')
  const [acted, setActed] = useState(false)
  const { trial, start } = useTrial(configuration?.id ?? '')
  const refusal = delivery && refusalOf(delivery)
  const accepted = useAccepted(configuration, refusal !== undefined && !configuration?.hottokInBody)
  if (!delivery || !configuration) return { note: null, firstStep: null, lastStep: null }

  const mine = trial?.deliveryId === delivery.id ? trial : null
  const trying = mine?.step === 'trying'
  const advice = trying ? 'try' : bodyTokenAdvice({ delivery, configuration, accepted })
  // A trial that failed with one post is not repeated with the next.
  const triedInVain = trial?.step === 'refused'
  const rest = (kind: 'others' | 'all') =>
    refusal !== undefined && (
      <Rest configurationId={configuration.id} status={refusal} withTests={delivery.test} kind={kind} />
    )
  let note: ReactNode = null
  if (advice === 'again') {
    note = (
      <Note
        tone="calm"
        title={t('again.title')}
        text={t('again.text', { name: configuration.name })}
        takesFocus={acted}
      >
        {rest('all')}
      </Note>
    )
  } else if (mine !== null && mine.step !== 'trying' && isStillSo(mine, configuration)) {
    note = <TrialNote trial={mine} configuration={configuration} rest={rest('others')} takesFocus={acted} />
  }
  return {
    note,
    firstStep:
      advice === 'try' && !triedInVain ? (
        <TryStep
          url={configuration.url}
          trying={trying}
          busy={trial?.step === 'trying' && !trying}
          onTry={() => {
            setActed(true)
            void start(delivery)
          }}
        />
      ) : null,
    lastStep:
      advice === 'switch' || (advice === 'try' && triedInVain && mine === null) ? (
        <SwitchStep configuration={configuration} onSwitch={() => setActed(true)} />
      ) : null,
  }
}

/** The switch has not been changed since. */
function isStillSo({ step }: Trial, { hottokInBody }: Configuration): boolean {
  return step === 'broken' || hottokInBody === (step === 'accepted')
}

/** The last refusal, 401 or 403; undefined: none. */
function refusalOf({ attempts }: DeliveryDetail): number | undefined {
  return attempts.findLast((attempt) => !attempt.late && isTokenRefusal(attempt))?.status
}

import { useTranslation } from 'react-i18next'
import { StatusCode } from '../../ui/badges/status-code.tsx'
import { type Failure, useExplainFailure } from '../../words/explain-failure.ts'
import classes from './help.module.css'
import { Topic } from './topics.tsx'

const failures: readonly Failure[] = [
  { status: 400, outcome: 'rejected', cause: null },
  { status: 401, outcome: 'rejected', cause: null },
  { status: 403, outcome: 'rejected', cause: null },
  { status: 404, outcome: 'rejected', cause: null },
  { status: 405, outcome: 'rejected', cause: null },
  { status: 408, outcome: 'timeout', cause: 'first-byte' },
  { status: 410, outcome: 'rejected', cause: null },
  { status: 429, outcome: 'rejected', cause: null },
  { status: 500, outcome: 'rejected', cause: null },
  { status: -1, outcome: 'unreachable', cause: 'closed' },
]

/** The codes of the history, with the same words as there. */
export function Codes() {
  const { t } = useTranslation('help')
  const explain = useExplainFailure()
  return (
    <Topic title={t('codes.title')}>
      <dl className={classes.terms}>
        <div>
          <dt>
            <StatusCode status={200} outcome="delivered" />
          </dt>
          <dd>{t('codes.accepted')}</dd>
        </div>
        {failures.map((failure) => {
          const said = explain(failure)
          return (
            said && (
              <div key={failure.status}>
                <dt>
                  <StatusCode {...failure} />
                </dt>
                <dd>
                  <strong>{said.title}.</strong> {said.sentence} {said.nextSteps[0]}
                  {(failure.status === 401 || failure.status === 403) && ` ${t('codes.tokenInBody')}`}
                </dd>
              </div>
            )
          )
        })}
      </dl>
    </Topic>
  )
}

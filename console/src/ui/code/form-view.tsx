import { type ReactNode, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import frame from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'
import { formParameters } from './form-parameters.ts'
import classes from './form-view.module.css'
import { PrettyOrRaw } from './pretty-or-raw.tsx'

interface FormViewProps {
  /** What it is: "Sent payload". */
  readonly label: string
  /** `name=value&…`, as it was sent. */
  readonly text: string
  /** Beside the switch between pretty and raw. */
  readonly actions?: ReactNode
}

/** A form as a list of names and values, or the exact text. */
export function FormView({ label, text, actions }: FormViewProps) {
  return (
    <PrettyOrRaw label={label} text={text} pretty={<ParameterList label={label} text={text} />} actions={actions} />
  )
}

function ParameterList({ label, text }: Pick<FormViewProps, 'label' | 'text'>) {
  const { t } = useTranslation('ui')
  const parameters = useMemo(() => formParameters(text), [text])
  const lines = parameters.map(({ name, value }) => `${name}: ${value}`).join('\n')
  return (
    <div className={frame.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach areas that scroll. */}
      <section className={frame.code} tabIndex={0} aria-label={label}>
        <dl className={classes.list}>
          {parameters.map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and nothing moves.
            <div key={index}>
              <dt>{name}</dt>
              <dd>{value === '' ? <span className={classes.empty}>{t('form.empty')}</span> : value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <div className={frame.copy}>
        <CopyButton value={lines} label={t('copyOf', { what: label })} />
      </div>
    </div>
  )
}

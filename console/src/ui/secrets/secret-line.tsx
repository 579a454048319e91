import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../code/copy-button.tsx'
import classes from './secret-line.module.css'

interface SecretLineProps {
  /** null: not revealed, and not on this page at all. */
  readonly value: string | null
  /** Its first characters, by which its owner recognises it. Without it nothing is shown, not even the length. */
  readonly beginning?: string
  /** A name for screen readers. */
  readonly label: string
  readonly copyLabel: string
}

/** A token or secret, or dots in its place. */
export function SecretLine({ value, beginning = '', label, copyLabel }: SecretLineProps) {
  const { t } = useTranslation('ui')
  return (
    <div className={classes.secret} data-revealed={value !== null || undefined}>
      {value === null ? (
        <span>
          <code aria-hidden>{beginning}</code>
          <span className={classes.dots} aria-hidden>
            ••••••••••••••••
          </span>
          <VisuallyHidden>
            {label}: {beginning === '' ? t('secret.masked') : t('secret.maskedFrom', { beginning })}
          </VisuallyHidden>
        </span>
      ) : (
        <>
          <code>
            <VisuallyHidden>{label}: </VisuallyHidden>
            <span data-secret>{value}</span>
          </code>
          <CopyButton value={value} label={copyLabel} />
        </>
      )}
    </div>
  )
}

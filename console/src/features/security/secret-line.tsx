import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/copy-button.tsx'
import classes from './security.module.css'

interface SecretLineProps {
  /** null: not revealed, and not on this page at all. */
  readonly value: string | null
  /** Tells one from the other for those who cannot see where it stands. */
  readonly label: string
  readonly copyLabel: string
}

/** A token or secret, or dots that say nothing about it, not even its length. */
export function SecretLine({ value, label, copyLabel }: SecretLineProps) {
  const { t } = useTranslation('security')
  return (
    <div className={classes.secret} data-revealed={value !== null || undefined}>
      {value === null ? (
        <span className={classes.dots}>
          <span aria-hidden>••••••••••••••••</span>
          <VisuallyHidden>
            {label}: {t('masked')}
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

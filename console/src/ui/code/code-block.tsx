import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'

interface CodeBlockProps {
  /** A name for screen readers. */
  readonly label: string
  readonly code: string
  /** The same text in colours. */
  readonly children?: ReactNode
  readonly wrapped?: boolean
  readonly copyable?: boolean
}

/** Text as it is, never markup. Can be focused, so that the keyboard can scroll it. */
export function CodeBlock({ label, code, children, wrapped = false, copyable = true }: CodeBlockProps) {
  const { t } = useTranslation('ui')
  return (
    <div className={classes.frame}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach areas that scroll. */}
      <section className={classes.code} data-wrapped={wrapped || undefined} tabIndex={0} aria-label={label}>
        <pre>
          <code>{children ?? code}</code>
        </pre>
      </section>
      {copyable && (
        <div className={classes.copy}>
          <CopyButton value={code} label={t('copyOf', { what: label })} />
        </div>
      )}
    </div>
  )
}

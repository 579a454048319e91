import type { PropsWithChildren } from 'react'
import classes from './panel.module.css'

/** The surface of a table or a form. */
export function Panel({ children, padded = false }: PropsWithChildren<{ padded?: boolean }>) {
  return (
    <div className={classes.panel} data-padded={padded || undefined}>
      {children}
    </div>
  )
}

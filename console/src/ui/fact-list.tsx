import type { PropsWithChildren } from 'react'
import classes from './fact-list.module.css'

/** What is known of a thing: names and values, beside its details or above them where the window is narrow. */
export function FactList({ children }: PropsWithChildren) {
  return <dl className={classes.facts}>{children}</dl>
}

export function Fact({ name, children }: PropsWithChildren<{ readonly name: string }>) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

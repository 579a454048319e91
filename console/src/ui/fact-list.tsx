import type { PropsWithChildren } from 'react'
import classes from './fact-list.module.css'

/** Names and values of a thing, beside its details, or above them in a narrow window. */
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

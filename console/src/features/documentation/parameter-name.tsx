import { Fragment } from 'react'
import classes from './documentation.module.css'

/** The path may break after each dot; its last part is what people look for. */
export function ParameterName({ name }: { readonly name: string }) {
  const parts = name.split('.')
  return (
    <code className={classes.parameterName}>
      {parts.slice(0, -1).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a place in the path.
        <Fragment key={index}>
          <span className={classes.parameterPath}>{part}.</span>
          <wbr />
        </Fragment>
      ))}
      <span className={classes.parameterLast}>{parts.at(-1)}</span>
    </code>
  )
}

import classes from './header-list.module.css'

interface HeaderListProps {
  readonly label: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

/** Headers of HTTP, in their order. */
export function HeaderList({ label, headers }: HeaderListProps) {
  return (
    <dl aria-label={label} className={classes.headers}>
      {headers.map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and nothing moves.
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

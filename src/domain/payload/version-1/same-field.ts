import type { LocalText } from '../local-text.ts'
import type { Parameter } from '../parameter.ts'
import { ifReportedAs } from '../rows/presence.ts'
import type { Row, Traits } from '../rows/row.ts'
import { dictionaryPath, type SourcePath } from './source.ts'

/**
 * Rows that send a field of version 2.0.0 as it is, under another name. They have its type, limit, format, example, events and
 * audience. What is always sent there is always sent here; what is not sent there is sent here if the platform reports it.
 */
export function sameAs<Origin, More = unknown>(reported: readonly Parameter[]) {
  const byPath = new Map(reported.map((parameter) => [parameter.path, parameter]))

  function copy(path: string, from: SourcePath, more: object | undefined) {
    const field = byPath.get(dictionaryPath(from))
    // A mistake in the dictionary, found when the program loads.
    if (!field) throw new Error(`${path}: no field ${from}`)
    const { presence: _presence, since: _since, notCarriedInto: _notCarriedInto, versions: _versions, ...kind } = field
    return { ...kind, ...presenceOf(field), path, from, ...more }
  }

  return {
    /** With the description of the field. */
    same(path: string, from: SourcePath, more?: Traits & More): Row<never, Origin> {
      return copy(path, from, more)
    },
    /** With a description of its own. */
    told<const P extends string, const D extends string | LocalText>(
      path: P,
      from: SourcePath,
      description: D,
      more?: Traits & More,
    ): Row<D extends string ? P : never, Origin> {
      return copy(path, from, { description, ...more })
    },
  }
}

/** Where version 2.0.0 has another condition, the row or those around it say what it is called here. */
function presenceOf({ path, presence, versions }: Parameter): Pick<Traits, 'presence'> {
  if (versions) return { presence: ifReportedAs(path.slice('data.'.length)) }
  return presence.kind === 'always' ? { presence } : {}
}

import { always } from '../../rows/presence.ts'
import { json } from '../../version-1/json-parameter.ts'
import { said } from '../said.ts'

/** Spliced in at sending, and never stored: here it is only described. The last member, as in version 2.0.0. */
export const hottokRow = json.hottok('hottok', said.hottok, { presence: always })

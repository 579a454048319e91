import { ifReportedAs } from '../presence.ts'
import { dictionaryPath, type SourcePath } from './source.ts'

/** What only this version sends: it is there if the platform reports it at the path. */
export function ifReportedFrom<const From extends SourcePath>(from: From) {
  return { presence: ifReportedAs(dictionaryPath(from).slice('data.'.length)), from }
}

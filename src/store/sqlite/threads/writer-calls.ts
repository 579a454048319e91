import type { Configuration, SigningSecret } from '../../../domain/configuration.ts'
import type { DeliveryId } from '../../../domain/ids.ts'
import type { Entry } from '../../contract/ledger.ts'
import { addAccountAction, listAccountActions } from '../../sql/account-actions.ts'
import * as accounts from '../../sql/accounts.ts'
import { beginAnswer, getFact, giveBackAnswer, keepAnswer, keepFact, setFact } from '../../sql/answers.ts'
import { readConcerned, readWishes } from '../../sql/concerned.ts'
import * as configurations from '../../sql/configurations.ts'
import * as credentials from '../../sql/credentials.ts'
import { countIntakeNotes } from '../../sql/intake-notes.ts'
import { beginLegacyAttempt, recordLegacyAttempt } from '../../sql/legacy-posts.ts'
import { cancelReplay, getReplay, listOpenReplays, saveReplay } from '../../sql/replays.ts'
import { indexSales } from '../../sql/sales.ts'
import { listSealed, replaceSealed } from '../../sql/seals.ts'
import * as sessions from '../../sql/sessions.ts'
import type { Unit } from '../../sql/unit.ts'
import type { Database } from '../database.ts'
import { probe } from '../files/directory.ts'
import { newestId } from '../files/newest-id.ts'
import { append } from '../hot/append.ts'
import { bringNear } from '../hot/bring-near.ts'
import { cancel } from '../hot/cancel.ts'
import { claim, lanesInTurn } from '../hot/claim.ts'
import { giveBack } from '../hot/give-back.ts'
import { record } from '../hot/record.ts'
import { openSeries } from '../hot/series.ts'
import { settle } from '../hot/settle.ts'
import { listUnfinished } from '../hot/unfinished.ts'
import { keepLegacyPosts, recoverLegacyAttempts } from '../legacy-posts.ts'
import { runNow } from '../run-now.ts'
import type { Writer, WriterSettings } from './writer.ts'

/** The calls of the writing connection, by name. A list: each call is implemented in the file of its import. */
export const writerCalls = {
  open: (writer: Writer, settings: WriterSettings) => writer.open(settings),
  stopWaiting: (writer: Writer) => writer.stopWaiting(),
  close: (writer: Writer) => writer.close(),

  probe: writing(probe, 'whole'),
  keepFact: running(keepFact),
  setFact: running(setFact),
  getFact: looking(getFact),
  listSealed: looking(listSealed),
  replaceSealed: running(replaceSealed),
  newestId: reading(newestId),

  saveAccount: running(accounts.saveAccount),
  getAccount: looking(accounts.findAccount),
  saveProduct: running(accounts.saveProduct),
  getProduct: looking(accounts.findProduct),
  listProducts: looking(accounts.listProducts),
  saveAffiliation: running(accounts.saveAffiliation),
  getAffiliation: looking(accounts.findAffiliation),
  listAffiliations: looking(accounts.listAffiliations),

  createConfiguration,
  changeConfiguration: running(configurations.changeConfiguration),
  getConfiguration: looking(configurations.getConfiguration),
  listConfigurations: looking(configurations.listConfigurations),
  listSecrets: looking(configurations.listSecrets),
  rotateSecret: running(configurations.rotateSecret),

  readConcerned: looking(readConcerned),
  readWishes: looking(readWishes),
  append: appendEntries,
  countIntakeNotes: running(countIntakeNotes),
  indexSales: running(indexSales),

  recover: (writer: Writer, begun: readonly DeliveryId[], now: number) => writer.recover(begun, now),
  lanesInTurn: reading(lanesInTurn),
  claim: writing(claim, 'whole'),
  bringNear: writing(bringNear),
  giveBack: writing(giveBack),
  record: writing(record, 'whole'),
  settle: writing(settle),
  listUnfinished: reading(listUnfinished),
  openSeries: writing(openSeries),
  cancel: writing(cancel),

  keepLegacyPosts: writing(keepLegacyPosts, 'whole'),
  beginLegacyAttempt: running(beginLegacyAttempt),
  recordLegacyAttempt: running(recordLegacyAttempt),
  recoverLegacyAttempts: writing(recoverLegacyAttempts),

  saveReplay: running(saveReplay),
  cancelReplay: running(cancelReplay),
  getReplay: looking(getReplay),
  listOpenReplays: looking(listOpenReplays),
  saveLink: running(sessions.saveLink),
  useLink: running(sessions.useLink),
  saveSession: running(sessions.saveSession),
  findSession: looking(sessions.findSession),
  listSessions: looking(sessions.listSessions),
  deleteSession: running(sessions.deleteSession),

  createCredential: running(credentials.createCredential),
  getCredential: looking(credentials.getCredential),
  findCredential: looking(credentials.findCredential),
  listCredentials: looking(credentials.listCredentials),
  rotateClientSecret: running(credentials.rotateClientSecret),
  noteCredentialUse: running(credentials.noteCredentialUse),
  removeCredential: running(credentials.removeCredential),
  saveAccessToken: running(credentials.saveAccessToken),
  findAccessToken: looking(credentials.findAccessToken),
  addAccountAction: running(addAccountAction),
  listAccountActions: looking(listAccountActions),

  beginAnswer: running(beginAnswer),
  keepAnswer: running(keepAnswer),
  giveBackAnswer: running(giveBackAnswer),
  forget: (writer: Writer, cutoffs: Parameters<Writer['forget']>[0]) => writer.forget(cutoffs),
} as const

export type WriterCalls = typeof writerCalls
export type WriterCallName = keyof WriterCalls
export type WriterArguments<Name extends WriterCallName> =
  Parameters<WriterCalls[Name]> extends [unknown, ...infer Rest] ? Rest : never
export type WriterResult<Name extends WriterCallName> = Awaited<ReturnType<WriterCalls[Name]>>

async function createConfiguration(
  writer: Writer,
  configuration: Configuration,
  secret: SigningSecret,
  most: number | null,
) {
  const unit = (db: Database) => runNow(db, configurations.createConfiguration(configuration, secret, most))
  const created = await writer.write(unit)
  if (created === 'saved') writer.newest.note(configuration.id)
  return created
}

async function appendEntries(writer: Writer, entries: readonly Entry[]) {
  const results = await writer.write((db) => append(db, entries), 'whole')
  const newest = entries.findLast(({ event }, i) => event !== null && results[i]?.kind === 'kept')?.event
  if (newest) writer.newest.note(newest.head.id)
  return results
}

function reading<Args extends unknown[], T>(read: (db: Database, ...args: Args) => T) {
  return (writer: Writer, ...args: Args): T => writer.read((db) => read(db, ...args))
}

/** For a unit that only reads. */
function looking<Args extends unknown[], T>(unit: (...args: Args) => Unit<T>) {
  return (writer: Writer, ...args: Args): T => writer.read((db) => runNow(db, unit(...args)))
}

function running<Args extends unknown[], T>(unit: (...args: Args) => Unit<T>) {
  return (writer: Writer, ...args: Args): Promise<T> => writer.write((db) => runNow(db, unit(...args)))
}

/** @param unit see `Writer.write` */
function writing<Args extends unknown[], T>(write: (db: Database, ...args: Args) => T, unit?: 'whole') {
  return (writer: Writer, ...args: Args): Promise<T> => writer.write((db) => write(db, ...args), unit)
}

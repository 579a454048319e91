import type { FieldError } from '../../errors.ts'
import type { EventName } from '../../event.ts'
import { isJsonObject, type Json, type JsonObject, valueAt } from '../../text/json.ts'
import { escapePointer } from '../../text/json-text.ts'
import { forEveryEvent, reportedParameters } from '../dictionary.ts'
import { isList, nestingMax, type Parameter, type TextLimit } from '../parameter.ts'
import { type Branch, treeOf } from '../tree.ts'

/** More errors than this help nobody, and a hostile document must not make a report larger than itself. */
const errorsMax = 20

interface Walk {
  readonly errors: FieldError[]
  /** Keys from `data` down to the value in hand. One stack for all: pointers are only made for errors. */
  readonly path: string[]
}

/** Notes what is wrong with a value that lies `depth` levels deep; null never comes here, it counts as absent. */
type Rule = (walk: Walk, value: Json, depth: number) => void

interface Checker {
  readonly rule: Rule
  readonly required: readonly (readonly string[])[]
}

const checkers = forEveryEvent((event) => compile(reportedParameters[event]))

/**
 * What keeps the `data` of an event from being accepted; empty if nothing does. Known fields must have the documented type, size
 * and values, even those that the event will not carry; unknown ones only have to be text and numbers that survive the way.
 */
export function checkData(event: EventName, data: JsonObject): readonly FieldError[] {
  const walk: Walk = { errors: [], path: [] }
  const { rule, required } = checkers[event]
  for (const path of required) checkPresent(walk, data, path)
  rule(walk, data, 1)
  return walk.errors
}

function checkPresent(walk: Walk, data: JsonObject, path: readonly string[]) {
  const value = valueAt(data, ...path)
  if (value === undefined || value === null) {
    walk.errors.push({ pointer: pointerOf(path), detail: 'is required' })
  }
}

function compile(parameters: readonly Parameter[]): Checker {
  return {
    rule: objectRule(treeOf(parameters, 'data')),
    required: parameters
      .filter((parameter) => parameter.input === 'required' && parameter.type !== 'object')
      .map((parameter) => parameter.path.split('.').slice(1)),
  }
}

function ruleOf({ parameter, members }: Branch): Rule {
  switch (parameter.type) {
    case 'string':
      if (parameter.limit) return textRule(parameter.limit)
      return parameter.others ? textRule(parameter.others) : choiceRule(parameter.accepts ?? parameter.enum)
    case 'integer':
    case 'number':
      return numberRule(parameter.type, parameter.limit)
    case 'boolean':
      return booleanRule
    case 'object':
      return isList(parameter) ? listRule(members, parameter.limit?.maxItems ?? 0) : objectRule(members)
    case 'open':
      return anythingRule
  }
}

function objectRule(branches: ReadonlyMap<string, Branch>): Rule {
  const rules = new Map<string, Rule>()
  for (const [key, branch] of branches) rules.set(key, ruleOf(branch))
  return (walk, value, depth) => {
    if (!isJsonObject(value)) return report(walk, 'must be an object')
    for (const key in value) {
      const member = value[key]
      if (member === undefined) continue
      const rule = rules.get(key)
      walk.path.push(key)
      if (rule === undefined) unknownRule(walk, key, member, depth + 1)
      else if (member !== null) rule(walk, member, depth + 1)
      walk.path.pop()
    }
  }
}

function listRule(branches: ReadonlyMap<string, Branch>, maxItems: number): Rule {
  const entryRule = objectRule(branches)
  return (walk, value, depth) => {
    if (!Array.isArray(value)) return report(walk, 'must be a list')
    if (value.length > maxItems) return report(walk, `must have at most ${maxItems} entries`)
    checkEntries(walk, value, depth, entryRule)
  }
}

function textRule({ minLength = 0, maxLength, orEmpty = false }: TextLimit): Rule {
  return (walk, value) => {
    if (typeof value !== 'string') return report(walk, 'must be a text')
    if (orEmpty && value === '') return
    if (value.length > maxLength && lengthOf(value) > maxLength) {
      report(walk, `must have at most ${maxLength} characters`)
    } else if (value.length < 2 * minLength && lengthOf(value) < minLength) {
      report(walk, `must have at least ${minLength} characters`)
    } else if (!isStorable(value)) report(walk, notStorable)
  }
}

function choiceRule(values: readonly string[]): Rule {
  const choice = new Set<unknown>(values)
  const detail = values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`
  return (walk, value) => {
    if (!choice.has(value)) report(walk, detail)
  }
}

function numberRule(type: 'integer' | 'number', { minimum, maximum }: { minimum: number; maximum: number }): Rule {
  const integer = type === 'integer'
  return (walk, value) => {
    if (typeof value !== 'number') return report(walk, 'must be a number')
    if (integer && !Number.isInteger(value)) return report(walk, 'must be a whole number')
    if (!(value >= minimum && value <= maximum)) report(walk, `must be between ${minimum} and ${maximum}`)
  }
}

function booleanRule(walk: Walk, value: Json) {
  if (typeof value !== 'boolean') report(walk, 'must be true or false')
}

function unknownRule(walk: Walk, key: string, value: Json, depth: number) {
  if (!isStorable(key)) return report(walk, `has a name that ${notStorable}`)
  if (value !== null) anythingRule(walk, value, depth)
}

function anythingRule(walk: Walk, value: Json, depth: number) {
  if (typeof value === 'string') {
    if (!isStorable(value)) report(walk, notStorable)
  } else if (typeof value === 'number') {
    // JSON.parse reads 1e999 as Infinity, and JSON.stringify would write it as null.
    if (!Number.isFinite(value)) report(walk, 'is beyond what a number can hold')
  } else if (typeof value === 'object' && value !== null) {
    if (depth > nestingMax) return report(walk, `lies deeper than ${nestingMax} levels`)
    if (Array.isArray(value)) checkEntries(walk, value, depth, anythingRule)
    else checkMembers(walk, value as JsonObject, depth)
  }
}

function checkMembers(walk: Walk, object: JsonObject, depth: number) {
  for (const key in object) {
    walk.path.push(key)
    unknownRule(walk, key, object[key] ?? null, depth + 1)
    walk.path.pop()
  }
}

function checkEntries(walk: Walk, list: readonly Json[], depth: number, rule: Rule) {
  for (let index = 0; index < list.length; index++) {
    const entry = list[index] ?? null
    if (entry === null) continue
    walk.path.push(String(index))
    rule(walk, entry, depth + 1)
    walk.path.pop()
  }
}

const notStorable = 'holds NUL or half of a surrogate pair'

/** PostgreSQL keeps neither, and receivers' parsers differ in what they make of them. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

function report(walk: Walk, detail: string) {
  if (walk.errors.length < errorsMax) walk.errors.push({ pointer: pointerOf(walk.path), detail })
}

function pointerOf(path: readonly string[]): string {
  return path.map((key) => `/${escapePointer(key)}`).join('')
}

import type { FastifyInstance, FastifySchemaValidationError, FastifyServerOptions } from 'fastify'
import { type FieldError, Refusal } from '../../domain/errors.ts'
import { escapePointer } from '../../domain/text/json-text.ts'
import { wellFormed } from '../shapes/base.ts'
import { refuseAt } from '../times.ts'

/**
 * Requests are checked as they are: nothing is removed, coerced or filled in behind the caller's back. Only paths and queries,
 * where everything is text, are first read as the types that their shapes name.
 */
export const ajvOptions = {
  customOptions: {
    removeAdditional: false,
    coerceTypes: false,
    useDefaults: false,
    // Everything that is wrong at once. A body is bounded, so its errors are, and only the first few are answered.
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    formats: { [wellFormed]: (text: string) => text.isWellFormed() },
  },
} as const satisfies FastifyServerOptions['ajv']

const errorsMax = 20

type Part = 'body' | 'querystring' | 'params' | 'headers'

/** Ajv's findings as one refusal that names each field and what to do about it. */
export function refusalOf(errors: readonly FastifySchemaValidationError[], part: string): Refusal {
  const found = new Map<string, FieldError>()
  for (const error of errors) {
    // Why each of several alternatives does not fit says less than that none of them does.
    if (error.schemaPath.includes('/anyOf/')) continue
    const field = fieldError(error as AjvError, part as Part)
    if (!found.has(field.pointer)) found.set(field.pointer, field)
    if (found.size === errorsMax) break
  }
  return new Refusal('invalid_request', { errors: [...found.values()] })
}

/** With `verbose`, Ajv tells the schema too. */
type AjvError = FastifySchemaValidationError & { parentSchema?: SchemaLike; data?: unknown }

interface SchemaLike {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, SchemaLike>>
  readonly items?: SchemaLike
  readonly anyOf?: readonly SchemaLike[]
}

function fieldError(error: AjvError, part: Part): FieldError {
  const { keyword, params, instancePath } = error
  if (keyword === 'additionalProperties') {
    const known = Object.keys(error.parentSchema?.properties ?? {})
    const remedy = known.length > 0 ? `leave it out, or take one of ${known.join(', ')}` : 'leave it out'
    return {
      pointer: pointerTo(part, instancePath, String(params.additionalProperty)),
      detail: `is not known here: ${remedy}`,
    }
  }
  if (keyword === 'required') {
    const name = String(params.missingProperty)
    const { description } = error.parentSchema?.properties?.[name] ?? {}
    return {
      pointer: pointerTo(part, instancePath, name),
      detail: description ? `is required: ${description}` : 'is required',
    }
  }
  return { pointer: pointerTo(part, instancePath), detail: wordsFor(error) }
}

function wordsFor({ keyword, params, message, parentSchema, data, instancePath }: AjvError): string {
  const limit = Number(params.limit)
  switch (keyword) {
    case 'type':
      if (instancePath === '' && (data ?? null) === null) return `is required: ${typesInWords(params.type)}`
      return `must be ${typesInWords(params.type)}, not ${typeInWords(nameOfType(data))}`
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`
    case 'const':
      return `must be ${params.allowedValue}`
    case 'pattern':
    case 'anyOf':
      return parentSchema?.description ? `does not fit. ${parentSchema.description}` : 'does not have the right form'
    case 'format':
      if (params.format === wellFormed) return 'holds half a surrogate pair: leave it out'
      return `must be a valid ${params.format}`
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`
    case 'maxLength':
      return `must have at most ${limit} characters`
    case 'minItems':
      return limit === 1 ? 'must name at least one' : `must have at least ${limit} entries`
    case 'maxItems':
      return `must have at most ${limit} entries`
    case 'uniqueItems':
      return 'must not name the same twice'
    case 'minimum':
      return `must be at least ${limit}`
    case 'maximum':
      return `must be at most ${limit}`
    case 'minProperties':
      return 'must hold at least one field'
    default:
      return message ?? 'is not as documented'
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

function typeInWords(type: string): string {
  return typeWords[type] ?? type
}

function typesInWords(types: unknown): string {
  return (Array.isArray(types) ? types : String(types).split(',')).map(typeInWords).join(' or ')
}

function nameOfType(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function pointerTo(part: Part, instancePath: string, key?: string): string {
  const pointer = key === undefined ? instancePath : `${instancePath}/${escapePointer(key)}`
  if (part === 'body') return pointer
  const name = pointer.split('/')[1] ?? ''
  return part === 'params' ? `{${name}}` : `?${name}`
}

// -- paths and queries -----------------------------------------------------------------------------------------------------

const nothing = { type: 'object', properties: {}, additionalProperties: false }

/** Every route under /v1 says what its query and body may hold; what says nothing takes nothing. */
export function checkRequests(server: FastifyInstance) {
  server.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/v1')) return
    route.schema = { querystring: nothing, ...route.schema }
    const query = propertiesOf(route.schema.querystring)
    const params = propertiesOf(route.schema.params)
    const takesBody = route.schema.body !== undefined
    const before = [route.preValidation ?? []].flat()
    route.preValidation = [
      ...before,
      (request, _reply, done) => {
        readTexts(request.query as Record<string, unknown>, query)
        readTexts(request.params as Record<string, unknown>, params)
        done(
          takesBody || isEmpty(request.body)
            ? undefined
            : refuseAt('', 'must be absent or empty: nothing is read from it'),
        )
      },
    ]
  })
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0)
}

function propertiesOf(schema: unknown): Readonly<Record<string, SchemaLike>> {
  return (schema as SchemaLike | undefined)?.properties ?? {}
}

function readTexts(values: Record<string, unknown> | undefined, shapes: Readonly<Record<string, SchemaLike>>) {
  if (values === undefined || values === null) return
  for (const name of Object.keys(values)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined
    if (shape) values[name] = readText(values[name], shape)
  }
}

/** The value that a text stands for; the text itself when it is none, for the check to refuse. */
function readText(value: unknown, shape: SchemaLike): unknown {
  if (shape.type === 'array') {
    const texts = (Array.isArray(value) ? value : [value]).flatMap((it) => String(it).split(','))
    return texts.map((it) => readText(it, shape.items ?? {}))
  }
  if (typeof value !== 'string') return value
  if (shape.type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value
  const isNumber = shape.type === 'integer' || shape.anyOf?.some((it) => it.type === 'integer')
  return isNumber && /^-?\d{1,16}$/.test(value) ? Number(value) : value
}

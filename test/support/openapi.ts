/** Our OpenAPI document as tests read it: every reference resolved, every operation one row. */

export interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly description?: string
  readonly minItems?: number
}

export interface Operation {
  readonly operationId: string
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters: readonly {
    readonly name: string
    readonly in: 'path' | 'query' | 'header'
    readonly schema: Schema
  }[]
  readonly body: Schema | null
  readonly contentTypes: readonly string[]
  readonly responses: Readonly<Record<string, unknown>>
}

// biome-ignore lint/suspicious/noExplicitAny: the form of the document is not ours.
export type Document = any

export function operationsOf(document: Document): readonly Operation[] {
  return Object.entries<Document>(document.paths).flatMap(([path, methods]) =>
    Object.entries<Document>(methods).map(([method, operation]) => {
      const content: Record<string, { schema: unknown }> = operation.requestBody?.content ?? {}
      const [first] = Object.values(content)
      return {
        ...operation,
        path,
        method: method.toUpperCase(),
        security: operation.security ?? [],
        parameters: (operation.parameters ?? []).map((it: Document) => ({
          ...it,
          schema: { description: it.description, ...(resolved(document, it.schema) as Schema) },
        })),
        body: first ? (resolved(document, first.schema) as Schema) : null,
        contentTypes: Object.keys(content),
      }
    }),
  )
}

/** @throws when a reference leads nowhere */
export function resolved(document: Document, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((it) => resolved(document, it))
  if (typeof value !== 'object' || value === null) return value
  const { $ref } = value as { $ref?: string }
  if ($ref !== undefined) {
    const target = $ref
      .slice(2)
      .split('/')
      .reduce((at, key) => at?.[key], document)
    if (!$ref.startsWith('#/') || target === undefined) throw new Error(`${$ref} leads nowhere`)
    return resolved(document, target)
  }
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, resolved(document, it)]))
}

import { expect, it } from 'vitest'
import type { CallOptions, Postback } from './harness.ts'

/** One row: a request, its status, and the texts that its answer must and must not contain. */
export interface Scenario {
  readonly title: string
  readonly request: readonly [method: string, path: string, body?: unknown, options?: CallOptions]
  readonly status: number
  /** Texts in the raw body. */
  readonly mustContain?: readonly string[]
  readonly mustNotContain?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
}

/** Runs rows in order, on one server: a row may build on earlier ones. */
export function runScenarios(server: () => Postback, scenarios: readonly Scenario[]) {
  it.each(scenarios)('$title', async ({ request, status, mustContain = [], mustNotContain = [], headers = {} }) => {
    const [method, path, body, options] = request
    const reply = await server().api(method, path, body, options)
    expect(reply.status, reply.text).toBe(status)
    for (const text of mustContain) expect(reply.text).toContain(text)
    for (const text of mustNotContain) expect(reply.text).not.toContain(text)
    for (const [name, value] of Object.entries(headers)) expect(reply.headers.get(name), name).toBe(value)
  })
}

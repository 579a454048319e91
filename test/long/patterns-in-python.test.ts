import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { setStage } from '../support/stage.ts'

it('Python can read every pattern of the OpenAPI document', async () => {
  const { postback } = await setStage()
  const patterns = new Set<string>()
  JSON.stringify((await postback.api('GET', '/openapi.json')).body, (_key, value) => {
    if (typeof value?.pattern === 'string') patterns.add(value.pattern)
    return value
  })
  expect(patterns.size).toBeGreaterThan(5)
  execFileSync('python3', ['-c', 'import json, re, sys\nfor p in json.load(sys.stdin): re.compile(p)'], {
    input: JSON.stringify([...patterns]),
  })
})

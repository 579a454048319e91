import { expect, test } from 'vitest'
import { asCurl } from './as-curl.ts'

test('everything is quoted, and what is hidden is named', () => {
  const sent = {
    url: "https://example.com/a?b=c&d='",
    headers: { 'content-type': 'application/json', 'x-hotmart-hottok': '••••••••' },
    payload: `{"name":"O'Hara $(id) \`id\`","hottok":"••••••••"}`,
  }
  expect(asCurl(sent, 'YOUR_TOKEN').split(' \\\n  ')).toEqual([
    `curl 'https://example.com/a?b=c&d='\\'''`,
    `-H 'content-type: application/json'`,
    `-H 'x-hotmart-hottok: YOUR_TOKEN'`,
    `--data-raw '{"name":"O'\\''Hara $(id) \`id\`","hottok":"YOUR_TOKEN"}'`,
  ])
})

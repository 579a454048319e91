import { expect, test } from 'vitest'
import { asCurl } from './as-curl.ts'

const placeholders = { token: 'YOUR_TOKEN', signature: 'YOUR_SIGNATURE' }

test('a form is sent as it is, with the name of the token in its place', () => {
  const sent = {
    url: 'https://example.com/hook',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'callback_type=1&hottok=••••••••&name=Jo%C3%A3o+%26+Cia',
  }
  expect(asCurl(sent, placeholders).split(' \\\n  ')).toEqual([
    `curl 'https://example.com/hook'`,
    `-H 'content-type: application/x-www-form-urlencoded'`,
    `--data-raw 'callback_type=1&hottok=YOUR_TOKEN&name=Jo%C3%A3o+%26+Cia'`,
  ])
})

test('everything is quoted, and masked values have named placeholders', () => {
  const sent = {
    url: "https://example.com/a?b=c&d='",
    headers: { 'content-type': 'application/json', 'x-hotmart-hottok': '••••••••', 'webhook-signature': '••••••••' },
    payload: `{"name":"O'Hara $(id) \`id\`","hottok":"••••••••"}`,
  }
  expect(asCurl(sent, placeholders).split(' \\\n  ')).toEqual([
    `curl 'https://example.com/a?b=c&d='\\'''`,
    `-H 'content-type: application/json'`,
    `-H 'x-hotmart-hottok: YOUR_TOKEN'`,
    `-H 'webhook-signature: YOUR_SIGNATURE'`,
    `--data-raw '{"name":"O'\\''Hara $(id) \`id\`","hottok":"YOUR_TOKEN"}'`,
  ])
})

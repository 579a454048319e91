import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { hiddenHottok } from '../secrets/hottok.ts'
import { answerText } from './answer-text.ts'

const latin = Buffer.from('Não há acesso – ok', 'latin1').fill(0x96, 14, 15)
const utf8 = Buffer.from('Não há acesso – ok')

function text(body: Uint8Array, headers: Record<string, string> = {}, truncated = false): string | null {
  return answerText({ headers: Object.entries(headers), body, truncated })
}

describe('an answer is text', () => {
  const rows: readonly (readonly [string, Uint8Array, Record<string, string>])[] = [
    ['in UTF-8, said or not', utf8, { 'content-type': 'text/html; charset=utf-8' }],
    ['in UTF-8 without a type', utf8, {}],
    ['in Latin-1 as declared', latin, { 'Content-Type': 'text/html;charset=ISO-8859-1' }],
    [
      'in windows-1252 as declared, in quotation marks',
      latin,
      { 'content-type': 'text/plain; charset="Windows-1252"' },
    ],
    ['in Latin-1 that is declared as UTF-8', latin, { 'content-type': 'text/html; charset=utf-8' }],
    ['in Latin-1 that is not declared', latin, { 'content-type': 'text/html' }],
    ['in Latin-1 under a name that is none', latin, { 'content-type': 'text/html; charset=default' }],
    ['in Latin-1 without a type', latin, {}],
    ['in JSON that is none of UTF-8', latin, { 'content-type': 'application/problem+json' }],
    ['in UTF-16', Buffer.from('Não há acesso – ok', 'utf16le'), { 'content-type': 'text/plain; charset=utf-16le' }],
    ['after a byte order mark', Buffer.from('\uFEFFNão há acesso – ok'), { 'content-type': 'application/json' }],
    ['in UTF-8 whatever its type', utf8, { 'content-type': 'application/octet-stream' }],
  ]
  it.each(rows)('%s', (_, body, headers) => {
    expect(text(body, headers)).toBe('Não há acesso – ok')
  })

  it('cut off in the middle of a character', () => {
    expect(text(Buffer.from('abc é').subarray(0, -1), { 'content-type': 'text/html' }, true)).toBe('abc ')
    const japanese = Buffer.from([0x93, 0xfa, 0x96])
    expect(text(japanese, { 'content-type': 'text/html; charset=shift_jis' }, true)).toBe('日')
  })

  it('with what was masked in it', () => {
    const body = Buffer.concat([Buffer.from('você: ', 'latin1'), Buffer.from(hiddenHottok)])
    expect(text(body, { 'content-type': 'text/html; charset=iso-8859-1' })).toBe(`você: ${hiddenHottok}`)
  })

  it('that is empty', () => {
    expect(text(Buffer.alloc(0), { 'content-type': 'image/png' })).toBe('')
  })
})

describe('an answer is no text', () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00])
  const rows: readonly (readonly [string, Uint8Array, Record<string, string>])[] = [
    ['an image', png, { 'content-type': 'image/png' }],
    ['an image without a type', png, {}],
    ['an image that says it is text', png, { 'content-type': 'text/html' }],
    ['compressed', gzipSync(utf8), { 'content-type': 'text/html', 'content-encoding': 'gzip' }],
    ['bytes', latin, { 'content-type': 'application/octet-stream' }],
  ]
  it.each(rows)('%s', (_, body, headers) => {
    expect(text(body, headers)).toBe(null)
  })
})

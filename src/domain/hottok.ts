import type { RandomBytes } from './ids.ts'

const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const length = 36

/** A verification token: letters and digits only, as long as those that receivers already store. */
export function mintHottok(randomBytes: RandomBytes): string {
  let text = ''
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // Bytes beyond the last whole multiple are refused, or the first letters would come more often.
      if (byte < 256 - (256 % alphabet.length) && text.length < length) text += alphabet[byte % alphabet.length]
    }
  }
  return text
}

/** Puts the token into a JSON body as its last top-level member. The only change ever made to a stored body. */
export function spliceHottok(body: string, at: number, hottok: string): string {
  return `${body.slice(0, at)},"hottok":${JSON.stringify(hottok)}${body.slice(at)}`
}

/** Enough to recognise a token by, not enough to use it. */
export function maskSecret(text: string): string {
  return `${text.slice(0, text.startsWith('whsec_') ? 10 : 4)}…`
}

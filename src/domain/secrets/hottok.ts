import type { EventName } from '../event.ts'
import type { RandomBytes } from '../ids.ts'
import { encodeFormText } from '../text/form-text.ts'
import { formMediaType } from '../text/media-type.ts'
import { mintText } from './random-text.ts'

const length = 36

/** A verification token: letters and digits only, as long as those that receivers already store. */
export function mintHottok(randomBytes: RandomBytes): string {
  return mintText(length, randomBytes)
}

/**
 * A token that an account brings along: 8 to 128 characters that a header can carry. A space at an end would be lost on the way.
 */
export const hottokPattern = '^[!-~][ -~]{6,126}[!-~]$'

/** Hotmart has the token in the body of this event, without being asked. */
export function hasHottokInBody(event: EventName, configuration: { readonly hottokInBody: boolean }): boolean {
  return configuration.hottokInBody || event === 'UPDATE_SUBSCRIPTION_CHARGE_DATE'
}

/** Version 1.0.0 has the token in every body, later ones where the configuration or the event wants it. */
export function carriesHottok(body: { readonly version: string; readonly hottokInBody: boolean }): boolean {
  return body.hottokInBody || body.version === '1.0.0'
}

/** A stored body with the place where the token goes in. */
export interface BodyWithPlace {
  readonly contentType: string
  readonly text: string
  readonly hottokAt: number
}

/**
 * Puts the token into a body at its place: the last member of JSON; in a form, where the wire has it. The only change ever made
 * to a stored body.
 */
export function spliceHottok(body: BodyWithPlace, hottok: string): string {
  return splice(body, isForm(body) ? `&hottok=${encodeFormText(hottok)}` : `"hottok":${JSON.stringify(hottok)}`)
}

/** Stands for the token wherever a body is shown. */
export const hiddenHottok = '••••••••'

/** The body as it is shown. In a form, too, the mask is not encoded: people are to see that something is hidden. */
export function spliceHiddenHottok(body: BodyWithPlace): string {
  return splice(body, isForm(body) ? `&hottok=${hiddenHottok}` : `"hottok":"${hiddenHottok}"`)
}

function splice(body: BodyWithPlace, member: string): string {
  const [before, after] = [body.text.slice(0, body.hottokAt), body.text.slice(body.hottokAt)]
  const comma = isForm(body) || before.endsWith('{') ? '' : ','
  return before + comma + member + after
}

function isForm({ contentType }: BodyWithPlace): boolean {
  return contentType === formMediaType
}

const shownCharacters = 4

/** Enough to recognise a token by, not enough to use it. A prefix that says what it is does not count. */
export function maskSecret(text: string): string {
  const prefix = /^[a-z]{2,6}_/.exec(text)?.[0].length ?? 0
  return `${text.slice(0, prefix + shownCharacters)}…`
}

import type { EventName, FieldError, TestInput } from '@postback/sdk'
import { mergePatchBetween } from './json-patch.ts'
import type { PayloadDraft } from './payload-draft.ts'

/** One line of the form; its key stays when lines above it go. */
export interface UrlLine {
  readonly key: number
  readonly url: string
}

export interface TestForm {
  readonly event: EventName
  /** Number of the product, as text. */
  readonly productId: string
  readonly configurationIds: readonly string[]
  readonly urls: readonly UrlLine[]
  readonly withHottok: boolean
}

export interface Target {
  /** Name of the configuration, or the address. */
  readonly name: string
  readonly url: string
  readonly kind: 'configuration' | 'url'
}

export function writtenUrls(form: TestForm): readonly UrlLine[] {
  return form.urls.map(({ key, url }) => ({ key, url: url.trim() })).filter(({ url }) => url !== '')
}

export function inputOf(form: TestForm, draft: PayloadDraft | null): TestInput {
  const data = draft?.data ? mergePatchBetween(draft.example, draft.data) : {}
  const urls = writtenUrls(form).map(({ url }) => url)
  return {
    event: form.event,
    productId: form.productId === '' ? null : Number(form.productId),
    configurationIds: form.configurationIds,
    urls,
    withHottok: form.withHottok && urls.length > 0,
    ...(Object.keys(data).length > 0 && { data }),
  }
}

export type FormFault = 'noTarget' | 'notAnUrl' | 'twice' | 'notAProduct' | 'notJson'

/** Where a fault belongs: a field of the form, or the line of an address. */
export type FaultPlace = 'targets' | 'productId' | 'payload' | `url-${number}`

/** What can be told before anything is sent. */
export function faultsOf(form: TestForm, draft: PayloadDraft | null): ReadonlyMap<FaultPlace, FormFault> {
  const faults = new Map<FaultPlace, FormFault>()
  const lines = writtenUrls(form)
  if (form.configurationIds.length === 0 && lines.length === 0) faults.set('targets', 'noTarget')
  const seen = new Set<string>()
  for (const { key, url } of lines) {
    const parsed = URL.parse(url)
    if (!parsed || !/^https?:$/.test(parsed.protocol)) faults.set(`url-${key}`, 'notAnUrl')
    else if (seen.has(parsed.href)) faults.set(`url-${key}`, 'twice')
    if (parsed) seen.add(parsed.href)
  }
  if (!/^\d{0,15}$/.test(form.productId)) faults.set('productId', 'notAProduct')
  if (draft && !draft.data) faults.set('payload', 'notJson')
  return faults
}

/** Where the server's own faults belong; those of the payload name their field. */
export function placesOf(form: TestForm, errors: readonly FieldError[]): ReadonlyMap<FaultPlace, string> {
  const lines = writtenUrls(form)
  const places = new Map<FaultPlace, string>()
  for (const { pointer, detail } of errors) {
    const [field, rest = ''] = /^\/(\w+)(.*)$/.exec(pointer)?.slice(1) ?? []
    const line = lines[Number(rest.slice(1))]
    if (field === 'urls' && rest !== '' && line) places.set(`url-${line.key}`, detail)
    else if (field === 'urls' || field === 'configurationIds') places.set('targets', detail)
    else if (field === 'productId') places.set('productId', detail)
    else if (field === 'data') {
      const before = places.get('payload')
      const said = rest === '' ? detail : `${rest.slice(1).replaceAll('/', '.')}: ${detail}`
      places.set('payload', before ? `${before} ${said}` : said)
    }
  }
  return places
}

import { type EventName, eventsOfVersion, type PayloadVersion, payloadVersions } from '../../src/domain/event.ts'
import { exampleData } from '../../src/domain/payload/documentation/example.ts'
import { renderBody } from '../../src/domain/payload/render/render.ts'
import { withVersionOneExamples } from '../../src/domain/payload/version-1/example.ts'
import { carriesHottok, hasHottokInBody, spliceHottok } from '../../src/domain/secrets/hottok.ts'
import { formMediaType } from '../../src/domain/text/media-type.ts'

/**
 * Every event in every version, as it is sent to the producer, made from the examples with fixed facts. The files beside this one
 * hold the bodies, so a diff shows every change on the wire. `rewrite.ts` writes them again.
 */

export interface Golden {
  readonly version: PayloadVersion
  readonly event: EventName
  readonly contentType: string
  /** The bytes that are sent. */
  readonly body: string
  readonly file: URL
  /** The content of the file. */
  readonly lines: string
}

export const goldenHottok = 'Ab12Cd34Ef56Gh78Ij90Kl12Mn34Op56Qr78'

const facts = {
  product: { id: 1000, name: 'Baking Bread at Home', ucode: 'fb056612-bcc6-4217-9e6d-2a5d1110ac2f' },
  producer: { name: 'Padaria Boa Ltda' },
  transaction: 'HP16015479281022',
  now: Date.UTC(2026, 0, 15, 12, 0, 0, 123),
}

export const goldenBodies: readonly Golden[] = payloadVersions.flatMap((version) =>
  eventsOfVersion[version].map((event) => goldenOf(event, version)),
)

function goldenOf(event: EventName, version: PayloadVersion): Golden {
  const example = exampleData({ ...facts, event })
  const rendered = renderBody({
    event,
    version,
    view: 'producer',
    id: '019bc186-de00-7a54-9d13-5c6e2a10b7f4',
    creationDate: facts.now,
    data: version === '1.0.0' ? withVersionOneExamples(event, example) : example,
    productUcode: facts.product.ucode,
  })
  const hottokInBody = hasHottokInBody(event, { hottokInBody: false })
  const body = carriesHottok({ version, hottokInBody }) ? spliceHottok(rendered, goldenHottok) : rendered.text
  const isForm = rendered.contentType === formMediaType
  return {
    version,
    event,
    contentType: rendered.contentType,
    body,
    file: new URL(`${version}/${event}.${isForm ? 'form' : 'json'}`, import.meta.url),
    lines: isForm ? formInLines(body) : jsonInLines(body),
  }
}

/** One member per line, for diffs. The sent body is one line with the same members in the same order. */
function jsonInLines(body: string): string {
  return `${JSON.stringify(JSON.parse(body), null, 2)}\n`
}

function formInLines(body: string): string {
  return `${body.split('&').join('\n')}\n`
}

/** The sent bytes of a body that a file holds in lines. */
export function bodyFromLines(contentType: string, lines: string): string {
  return contentType === formMediaType ? lines.trimEnd().split('\n').join('&') : JSON.stringify(JSON.parse(lines))
}

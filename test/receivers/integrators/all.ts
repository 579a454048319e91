import type { PayloadVersion } from '../../../src/domain/event.ts'
import { always200 } from './always-200.ts'
import { exactMediaType } from './exact-media-type.ts'
import { firewall } from './firewall.ts'
import { hottokInBody } from './hottok-in-body.ts'
import { php, python, type Running, served } from './integrator.ts'
import { oldAnswers, oldStack } from './old-stack.ts'
import { typedModel } from './typed-model.ts'
import { workflowRouter } from './workflow-router.ts'

/** Every kind of receiver that must accept Postback's posts. */

export interface Integrator {
  readonly name: string
  readonly versions: readonly PayloadVersion[]
  readonly start: (hottok: string) => Promise<Running>
  readonly hottokInBody?: true
  /** Refuses the posts of Hotmart's own test tool, which lack fields that real posts have. */
  readonly beyondHotmartsTests?: true
  /** A change after which the receiver must refuse a good post: a receiver that accepts everything proves nothing. */
  readonly refuses: Spoiled
}

export interface Spoiled {
  readonly what: string
  /** The status of its answer. */
  readonly status: number
  readonly spoil: (post: SentPost) => SentPost
}

export interface SentPost {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export const integrators: readonly Integrator[] = [
  {
    name: 'a PHP script that is strict about dates',
    versions: ['2.0.0'],
    start: php('strict-dates.php'),
    refuses: replacing(400, 'a guarantee with milliseconds', '00:00:00Z', '00:00:00.000Z'),
  },
  {
    name: 'a handler that looks for the token in the body only',
    versions: ['2.0.0'],
    hottokInBody: true,
    start: served(hottokInBody),
    refuses: replacing(401, 'no token in the body', '"hottok"', '"other"'),
  },
  {
    name: 'a service with a typed model',
    versions: ['2.0.0'],
    beyondHotmartsTests: true,
    start: served(typedModel),
    refuses: replacing(422, 'a status by its documented name', '"status":"APPROVED"', '"status":"COMPLETE"'),
  },
  {
    name: 'a Python service with a closed model',
    versions: ['2.0.0'],
    start: python('closed-model.py'),
    refuses: replacing(400, 'a field that Hotmart has not', '"buyer":{', '"buyer":{"phone":"1",'),
  },
  {
    name: 'a PHP script that reads $_POST',
    versions: ['1.0.0'],
    start: php('post-form.php'),
    refuses: replacing(400, 'an amount without cents', 'price=197.00', 'price=197'),
  },
  {
    name: 'a flow that routes by event, charge and payment',
    versions: ['2.0.0'],
    beyondHotmartsTests: true,
    start: served(workflowRouter),
    refuses: replacing(422, 'a buyer without a telephone', '"checkout_phone":"11999990000",', ''),
  },
  {
    name: 'an old HTTP stack',
    versions: ['2.0.0', '1.0.0'],
    start: oldStack(oldAnswers),
    refuses: {
      what: 'another token',
      status: 401,
      spoil: ({ headers, body }) => ({ headers: { ...headers, 'x-hotmart-hottok': 'another' }, body }),
    },
  },
  {
    name: 'a page that always answers 200 and HTML',
    versions: ['2.0.0'],
    start: always200,
    refuses: replacing(200, 'half a body', '"data":', ''),
  },
  {
    name: 'an app with parsers for exactly two media types',
    versions: ['2.0.0', '1.0.0'],
    start: served(exactMediaType),
    refuses: {
      what: 'a media type with a charset',
      status: 400,
      spoil: ({ headers, body }) => ({
        headers: { ...headers, 'content-type': `${headers['content-type']}; charset=utf-8` },
        body,
      }),
    },
  },
  {
    name: 'a site behind a firewall',
    versions: ['2.0.0', '1.0.0'],
    start: served(firewall),
    refuses: {
      what: 'a request without accept',
      status: 403,
      spoil: ({ headers: { accept: _, ...headers }, body }) => ({ headers, body }),
    },
  },
  {
    name: 'a PHP plugin that fails on a missing key',
    versions: ['2.0.0'],
    start: php('plugin.php'),
    refuses: replacing(500, 'a buyer without a telephone', '"checkout_phone":"11999990000",', ''),
  },
]

function replacing(status: number, what: string, good: string, bad: string): Spoiled {
  return { what, status, spoil: ({ headers, body }) => ({ headers, body: body.replace(good, bad) }) }
}

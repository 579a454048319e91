import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { Refusal } from '../../domain/errors.ts'
import { type EventName, isPurchaseEvent } from '../../domain/event.ts'
import type { PurchaseKind } from '../../domain/payload/families/purchase/kind.ts'
import type { StoryName } from '../../domain/stories/stories.ts'
import type { JsonObject } from '../../domain/text/json.ts'
import { type TestSet, type TestSubject, testSets } from '../../services/tests/test-steps.ts'
import type { Api } from '../api.ts'
import { accountOf } from '../authenticate.ts'
import { publicId, readIdAt } from '../public-ids.ts'
import {
  anyObject,
  closed,
  eventId,
  eventName,
  id,
  nullable,
  oneOf,
  productId,
  purchaseKind,
  storyName,
} from '../shapes/base.ts'
import { refuseAt } from '../times.ts'

/** Far more than the changes to an example hold. They stand in each event of a story, and all of those are stored at once. */
const bodyBytesMax = 128 * 1024
/** To as many places at once as anybody would look at. */
const targetsMax = 20

export const testRoutes: FastifyPluginCallbackTypebox<Api> = (server, { services }, done) => {
  server.post(
    '/v1/tests',
    {
      bodyLimit: bodyBytesMax,
      config: { access: 'account', scope: 'write', idempotent: 'by-answer' },
      schema: {
        operationId: 'sendTest',
        tags: ['Deliveries'],
        summary: 'Send a test event, or a story of several',
        description:
          'Made up, but coherent: to configurations, even disabled ones, to free addresses, and to the test inbox of the account. Delivered, retried and recorded like any other, marked as a test. Of a story, each target gets one event after the other.',
        body: closed({
          event: Type.Optional(eventName),
          story: Type.Optional(storyName),
          set: Type.Optional(
            oneOf(testSets, {
              description:
                'coherent (the default): about the product, as a sale of today would be. classic: what Hotmart’s own test tool sends, whatever the product, for comparison; only e-mail addresses are replaced. For an event only.',
            }),
          ),
          kind: Type.Optional(purchaseKind),
          productId: Type.Optional(nullable(productId)),
          configurationIds: Type.Optional(Type.Array(Type.String(), { maxItems: targetsMax, uniqueItems: true })),
          urls: Type.Optional(
            Type.Array(Type.String({ minLength: 1, maxLength: 2_048 }), { maxItems: targetsMax, uniqueItems: true }),
          ),
          inbox: Type.Optional(
            Type.Boolean({
              description:
                'Whether the test inbox gets it too: Postback itself receives it, and the delivery shows what arrived.',
            }),
          ),
          data: Type.Optional(
            anyObject(
              'Changes to the example, as a merge patch (RFC 7396). In a story: to that of every purchase; name and email of the buyer are changed wherever they stand.',
            ),
          ),
          withHottok: Type.Optional(
            Type.Boolean({ description: 'Whether free addresses get the verification token.' }),
          ),
          duplicate: Type.Optional(
            Type.Boolean({
              description:
                'Sends everything twice, with the same ids and the same bytes, as after a first answer that was lost.',
            }),
          ),
          outOfOrder: Type.Optional(
            Type.Boolean({ description: 'Lets later events of a story overtake earlier ones, always alike.' }),
          ),
        }),
        response: {
          202: Type.Object({
            deliveryIds: Type.Array(id('dlv'), {
              description: 'One for each target: configurations, urls, the inbox; in a story, those of all steps.',
            }),
            steps: Type.Array(
              Type.Object({
                step: Type.Integer({ description: 'Its place in the story, from 1.' }),
                event: eventName,
                eventId,
                transaction: nullable(Type.String()),
                deliveryIds: Type.Array(id('dlv'), { description: 'One for each target, configurations first.' }),
              }),
              { description: 'The events, in the order in which they are sent.' },
            ),
          }),
        },
      },
    },
    async (request, reply) => {
      const { body } = request
      const { data = {}, withHottok = false } = body
      if (request.principal?.kind === 'credential') refuseForTokens({ data, withHottok })
      const sent = await services.tests.send(accountOf(request), {
        subject: subjectOf(body),
        productId: body.productId ?? null,
        configurationIds: (body.configurationIds ?? []).map((text, i) =>
          readIdAt('cfg', text, `/configurationIds/${i}`),
        ),
        urls: body.urls ?? [],
        toInbox: body.inbox ?? false,
        data,
        withHottok,
        duplicate: body.duplicate ?? false,
        outOfOrder: body.outOfOrder ?? false,
      })
      const steps = sent.map((step) => ({ ...step, deliveryIds: step.deliveryIds.map((id) => publicId('dlv', id)) }))
      return reply.code(202).send({ deliveryIds: steps.flatMap((step) => step.deliveryIds), steps })
    },
  )
  done()
}

/** A token may try what is there; it neither writes payloads of its own, which would be signed, nor learns the account's token. */
function refuseForTokens({ data, withHottok }: { readonly data: JsonObject; readonly withHottok: boolean }) {
  const detail = 'must be left out: with an access token tests go as they are, and without the verification token'
  const errors = [
    ...(Object.keys(data).length > 0 ? [{ pointer: '/data', detail }] : []),
    ...(withHottok ? [{ pointer: '/withHottok', detail }] : []),
  ]
  if (errors.length > 0) throw new Refusal('token_forbidden', { errors })
}

interface SubjectInput {
  readonly event?: EventName
  readonly story?: StoryName
  readonly set?: TestSet
  readonly kind?: PurchaseKind
  readonly outOfOrder?: boolean
}

/** Exactly one of the two, and nothing that only the other can have. */
function subjectOf(body: SubjectInput): TestSubject {
  const { event, story, set = 'coherent', kind, outOfOrder = false } = body
  if (story === undefined) {
    if (event === undefined)
      throw refuseAt('/event', 'is required: the name of an event, or else that of a story in story')
    if (outOfOrder) throw refuseAt('/outOfOrder', 'is for stories: a single event has no order')
    if (kind !== undefined && !isPurchaseEvent(event))
      throw refuseAt('/kind', `is for purchase events: leave it out for ${event}`)
    if (kind !== undefined && set === 'classic')
      throw refuseAt('/kind', 'is for the coherent set: the classic bodies cannot be chosen')
    return { kind: 'event', event, set, purchase: kind ?? null }
  }
  if (event !== undefined) throw refuseAt('/story', 'cannot be given together with event: leave out one of them')
  if (set === 'classic') throw refuseAt('/set', 'is for single events: the classic bodies make no story')
  if (kind !== undefined) throw refuseAt('/kind', 'is for single events: a story says itself what is bought')
  return { kind: 'story', story }
}

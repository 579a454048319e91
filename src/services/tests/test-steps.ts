import { type FieldError, Refusal } from '../../domain/errors.ts'
import { type EventName, isPurchaseEvent } from '../../domain/event.ts'
import { checkData } from '../../domain/payload/checks/check.ts'
import { exampleData } from '../../domain/payload/documentation/example.ts'
import { ana, type Person } from '../../domain/payload/families/person.ts'
import type { PurchaseKind } from '../../domain/payload/families/purchase/kind.ts'
import { classicData } from '../../domain/payload/render/classic.ts'
import { withVersionOneExamples } from '../../domain/payload/version-1/example.ts'
import { testTransaction } from '../../domain/stories/codes.ts'
import { lengthOf, outlineOf, type StoryName, tellStory } from '../../domain/stories/stories.ts'
import type { StoryFacts, StoryProduct } from '../../domain/stories/story.ts'
import { isJsonObject, type JsonObject, valueAt } from '../../domain/text/json.ts'
import { mergePatch } from '../../domain/text/merge-patch.ts'

/** What a test sends. */
export type TestSubject =
  | {
      readonly kind: 'event'
      readonly event: EventName
      readonly set: TestSet
      /** What is bought, in a coherent purchase; null: what is usual for the event. */
      readonly purchase: PurchaseKind | null
    }
  | { readonly kind: 'story'; readonly story: StoryName }

/** `coherent`: about the chosen product, as a sale of today would be. `classic`: the canned bodies of Hotmart's test tool. */
export const testSets = ['coherent', 'classic'] as const
export type TestSet = (typeof testSets)[number]

/** The events of it, each once. */
export function eventsOf(subject: TestSubject): ReadonlySet<EventName> {
  return new Set(subject.kind === 'story' ? outlineOf(subject.story).map(({ event }) => event) : [subject.event])
}

/** One event of a test. */
export interface TestStep {
  readonly event: EventName
  readonly data: JsonObject
  /** Milliseconds: when it happens. */
  readonly at: number
}

export interface TestFacts extends Omit<StoryFacts, 'startedAt' | 'buyer'> {
  readonly product: StoryProduct
  /** Milliseconds. The last event of a story happens now. */
  readonly now: number
  /** Whether a target asks for version 1.0.0, which sends more. */
  readonly forVersionOne: boolean
}

/**
 * The events of a test, in the order in which they happen.
 * @param changes to the data, as a merge patch (RFC 7396); to that of every purchase in a story
 * @throws Refusal naming the field, as seen from the whole request
 */
export function testSteps(subject: TestSubject, changes: JsonObject, facts: TestFacts): readonly TestStep[] {
  const steps =
    subject.kind === 'story' ? storySteps(subject.story, changes, facts) : [eventStep(subject, changes, facts)]
  for (const { event, data } of steps) {
    const errors = checkData(event, data)
    if (errors.length > 0) throw new Refusal('invalid_data', { errors: errors.map(inRequest) })
  }
  return steps
}

function eventStep(subject: TestSubject & { kind: 'event' }, changes: JsonObject, facts: TestFacts): TestStep {
  const { event, set, purchase } = subject
  const { seed, now, forVersionOne, ...about } = facts
  const transaction = testTransaction(seed)
  const example = exampleData({ ...about, event, transaction, now, ...(purchase && { kind: purchase }) })
  const coherent = forVersionOne ? withVersionOneExamples(event, example, ana) : example
  const data = set === 'classic' ? classicData(event, now) : coherent
  if (data === null) throw refuse('/event', `Hotmart's test tool sends no ${event}: leave out set.`)
  return { event, data: changed(data, changes), at: now }
}

function storySteps(story: StoryName, changes: JsonObject, facts: TestFacts): readonly TestStep[] {
  refuseChangesOfCourse(changes)
  const startedAt = facts.now - lengthOf(story)
  const buyer = buyerIn(changes)
  return tellStory(story, { ...facts, startedAt, buyer }).map(({ event, data, after }) => {
    const whole = facts.forVersionOne ? withVersionOneExamples(event, data, buyer) : data
    return { event, data: isPurchaseEvent(event) ? changed(whole, changes) : whole, at: startedAt + after }
  })
}

/** Whoever buys is named in events of every kind, so name and e-mail are changed in all of them. */
function buyerIn(changes: JsonObject): Person {
  const text = (field: string) => {
    const value = valueAt(changes, 'buyer', field)
    return typeof value === 'string' ? value : null
  }
  return { name: text('name') ?? ana.name, email: text('email') ?? ana.email }
}

/** What makes the story. */
const course = ['transaction', 'status', 'order_date', 'approved_date', 'recurrence_number', 'order_bump']

function refuseChangesOfCourse(changes: JsonObject) {
  const { purchase } = changes
  if (!isJsonObject(purchase)) return
  const errors = course
    .filter((key) => Object.hasOwn(purchase, key))
    .map((key) => ({ pointer: `/purchase/${key}`, detail: 'is given by the story: leave it out' }))
  if (errors.length > 0) throw new Refusal('invalid_data', { errors: errors.map(inRequest) })
}

function changed(data: JsonObject, changes: JsonObject): JsonObject {
  const merged = mergePatch(data, changes)
  if (isJsonObject(merged)) return merged
  throw new Refusal('invalid_data', { errors: [{ pointer: '/data', detail: 'Must be an object.' }] })
}

function inRequest({ pointer, detail }: FieldError): FieldError {
  return { pointer: `/data${pointer}`, detail }
}

function refuse(pointer: string, detail: string): Refusal {
  return new Refusal('invalid_request', { errors: [{ pointer, detail }] })
}

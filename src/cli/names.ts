import { InvalidArgumentError } from 'commander'
import { nearest } from '../../sdk/src/index.ts'
import { type EventName, eventNames } from '../domain/event.ts'
import { type StoryName, storyNames } from '../domain/stories/stories.ts'

/** Names as people type them: case-insensitive. For an unknown name, the closest known one is suggested. */

export function eventOf(text: string): EventName {
  return oneOf(eventNames, text.trim().toUpperCase(), text)
}

/** @param text separated by commas */
export function eventsOf(text: string): readonly EventName[] {
  return text.split(',').map(eventOf)
}

export function storyOf(text: string): StoryName {
  return oneOf(storyNames, text.trim().toLowerCase(), text)
}

function oneOf<Name extends string>(names: readonly Name[], wanted: string, written: string): Name {
  const name = names.find((it) => it === wanted)
  if (name !== undefined) return name
  const meant = nearest(written, names)
  throw new InvalidArgumentError(meant === null ? `Allowed are ${names.join(', ')}.` : `Did you mean ${meant}?`)
}

import type { JsonObject } from '../../text/json.ts'
import { familyOf } from '../families/families.ts'
import type { ExampleFacts } from '../families/family.ts'

/** Realistic and coherent `data` of an event. Its people have addresses at example.com. */
export function exampleData(facts: ExampleFacts): JsonObject {
  return familyOf(facts.event).example(facts)
}

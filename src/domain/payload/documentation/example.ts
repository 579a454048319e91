import type { JsonObject } from '../../text/json.ts'
import { familyOf } from '../families/families.ts'
import type { ExampleFacts } from '../families/family.ts'

/** The `data` of an event as it could have been, whose parts fit each other. Its people live at example.com. */
export function exampleData(facts: ExampleFacts): JsonObject {
  return familyOf(facts.event).example(facts)
}

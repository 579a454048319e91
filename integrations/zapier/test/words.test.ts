import { expect, test } from 'vitest'
import * as pictured from '../../../console/src/features/integrations/zapier-words.ts'
import membersArea from '../members-area/app.ts'
import app from '../src/index.ts'

/** The console's guide shows pictures of these apps. */

interface Labelled {
  readonly label?: string
  readonly type?: string
}

/** Labels of the fields that a user fills in, without notices and dependent fields. */
const labelsOf = (fields: unknown) =>
  (fields as readonly Labelled[]).filter((it) => it.label && it.type !== 'copy').map((it) => it.label)

test('the pictures of the guide show the labels of the apps', () => {
  const shown = Object.values(app.triggers ?? {}).filter(({ display }) => !display.hidden)
  expect(pictured.triggers).toEqual(shown.map(({ display }) => display.label))
  expect(pictured.connectionFields).toEqual(labelsOf(app.authentication?.fields))
  expect(pictured.orderFields).toEqual(labelsOf(app.triggers?.transaction_event?.operation.inputFields))
  expect(pictured.learningPlatform).toEqual({
    findOrCreate: membersArea.searchOrCreates?.find_user?.display.label,
    field: labelsOf(membersArea.searches?.find_user?.operation.inputFields)[0],
  })
})

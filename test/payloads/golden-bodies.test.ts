import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { payloadVersions } from '../../src/domain/event.ts'
import { bodyFromLines, goldenBodies } from '../golden/bodies.ts'

/** Bodies on the wire change only on purpose. `golden/bodies.ts` says how to write the files again. */

describe('the golden body', () => {
  it.each(goldenBodies)('of $event in version $version is what is sent, byte for byte', (golden) => {
    expect(golden.lines).toBe(readFileSync(golden.file, 'utf8'))
    expect(golden.body).toBe(bodyFromLines(golden.contentType, readFileSync(golden.file, 'utf8')))
  })

  it('exists for every event of every version, and for no other', () => {
    const kept = payloadVersions.flatMap((version) =>
      readdirSync(new URL(`../golden/${version}/`, import.meta.url)).map((name) => `${version}/${name}`),
    )
    const expected = goldenBodies.map(({ file }) => file.pathname.split('/').slice(-2).join('/'))
    expect(kept.toSorted()).toEqual(expected.toSorted())
  })
})

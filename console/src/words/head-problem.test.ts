import { expect, test } from 'vitest'
import words from '../locales/en/words.json' with { type: 'json' }
import { headProblem } from './head-problem.ts'

test.each([
  [{ outcome: 'delivered', cause: 'malformed-head' }, 'malformed-head'],
  [{ outcome: 'rejected', cause: 'cut-head' }, 'cut-head'],
  [{ outcome: 'delivered', cause: 'headers-too-large' }, 'headers-too-large'],
  [{ outcome: 'unreachable', cause: 'headers-too-large' }, null], // there was no answer
  [{ outcome: 'delivered', cause: null }, null],
  [{ outcome: 'delivered', cause: 'something-new' }, null],
  [{ outcome: null, cause: null }, null],
] as const)('%j stands beside the status as %s', (attempt, problem) => {
  expect(headProblem(attempt)).toBe(problem)
  if (problem) expect(words.headProblems[problem].sentence).toContain('counts')
})

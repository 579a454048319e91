import type { FailureExplanation } from './explain-failure.ts'

/** The index of the step "wait" for each kind of failure. It is left out when no further attempt comes. */
const waiting: Readonly<Partial<Record<FailureExplanation['kind'], number>>> = {
  'dns-failed': 0,
  unreachable: 1,
  'http-403': 1,
  'http-408': 1,
  'http-429': 0,
  'http-429-wait': 0,
  'http-502': 1,
  'http-503': 1,
  'http-503-wait': 0,
}

/** What to do where no further attempt comes by itself. */
export function stepsWithoutWaiting({ kind, nextSteps }: FailureExplanation): readonly string[] {
  return nextSteps.filter((_, index) => index !== waiting[kind])
}

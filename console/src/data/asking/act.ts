import { isApiError, newIdempotencyKey } from '@postback/sdk'
import { useMutation } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'

/** After a success nothing is done again for this long: the second press of a double one comes after a fast answer. */
const restMs = 500

interface Acting<Answer, Input> {
  /** One request. The key makes the server do it once, however often it is sent. */
  readonly act: (input: Input, options: { readonly idempotencyKey: string }) => Promise<Answer>
  readonly onSuccess?: (answer: Answer) => unknown
  /** The answer carries a secret: it is kept no longer than the page. */
  readonly secret?: boolean
}

interface Afterwards<Answer> {
  /** Also when the page was left meanwhile. */
  readonly onSuccess?: (answer: Answer) => unknown
  readonly onError?: (error: unknown) => unknown
}

export type Act<Answer, Input = void> = ReturnType<typeof useAct<Answer, Input>>

/**
 * A change that the reader asks for. One press is one act: presses while it is pending, and the second of a double press, do nothing.
 *
 * Its key is made at the press and kept until an answer comes, so that a press after a lost answer repeats the act. Any answer ends
 * it: the corrected form that follows a refusal, or a second test, is a new one.
 */
export function useAct<Answer, Input = void>({ act, onSuccess, secret = false }: Acting<Answer, Input>) {
  const key = useRef<string | null>(null)
  const isTaken = useRef(false)
  const [resting, setResting] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { mutateAsync, reset, data, error, variables, isPending, isError, isSuccess } = useMutation<
    Answer,
    Error,
    Input
  >({
    mutationFn: (input) => {
      key.current ??= newIdempotencyKey()
      return act(input, { idempotencyKey: key.current })
    },
    ...(onSuccess && { onSuccess }),
    ...(secret && { gcTime: 0 }),
  })
  useEffect(() => () => clearTimeout(timer.current), [])

  const press = useCallback(
    (input: Input, { onSuccess: succeeded, onError: failed }: Afterwards<Answer> = {}) => {
      if (isTaken.current) return
      isTaken.current = true
      void mutateAsync(input).then(
        (answer) => {
          key.current = null
          setResting(true)
          timer.current = setTimeout(() => {
            isTaken.current = false
            setResting(false)
          }, restMs)
          succeeded?.(answer)
        },
        (failure: unknown) => {
          if (isAnswer(failure)) key.current = null
          isTaken.current = false
          failed?.(failure)
        },
      )
    },
    [mutateAsync],
  )
  return { press, isBusy: isPending || resting, isPending, isError, isSuccess, error, data, variables, reset }
}

/** false: the server may have done it, or may still be doing it. */
function isAnswer(failure: unknown): boolean {
  if (!isApiError(failure) || failure.code === 'idempotency_in_progress') return false
  return failure.status >= 400 && failure.status < 500
}

import { useEffect, useState } from 'react'

/** Whether a moment is still to come; changes when it has come. null: there is none. */
export function useBefore(moment: string | null): boolean {
  const at = moment === null ? 0 : Date.parse(moment)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, at - Date.now()))
    return () => clearTimeout(timer)
  }, [at])
  return now < at
}

import { createContext, useContext } from 'react'

/** IANA name: the account's; undefined: the browser's. */
export const TimeZoneContext = createContext<string | undefined>(undefined)

export function useTimeZone(): string | undefined {
  return useContext(TimeZoneContext)
}

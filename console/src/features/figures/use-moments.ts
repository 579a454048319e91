import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimeZone } from '../../ui/time/time-zone.ts'
import type { Span } from './span.ts'

export interface Moments {
  /** Under an axis: "14:00", "5 Mar". */
  short(at: number): string
  /** In a table: with the day, and for days in UTC. */
  long(at: number): string
}

/** Hours in the account's time zone; days as they are counted, in UTC. */
export function useMoments({ interval }: Pick<Span, 'interval'>): Moments {
  const { i18n } = useTranslation()
  const zone = useTimeZone()
  return useMemo(() => {
    const timeZone = interval === 'day' ? 'UTC' : zone
    const inZone = timeZone === undefined ? {} : { timeZone }
    const hour = { hour: '2-digit', minute: '2-digit' } as const
    const day = { day: 'numeric', month: 'short' } as const
    const short = new Intl.DateTimeFormat(i18n.language, { ...(interval === 'hour' ? hour : day), ...inZone })
    const long = new Intl.DateTimeFormat(i18n.language, { ...day, ...(interval === 'hour' && hour), ...inZone })
    return { short: (at) => short.format(at), long: (at) => long.format(at) }
  }, [i18n.language, zone, interval])
}

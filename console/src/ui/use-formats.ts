import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimeZone } from './time/time-zone.ts'

type Moment = string | number | Date

export interface Formats {
  /** 5 Jan 2026, 14:05:09 GMT-3 */
  dateTime(moment: Moment): string
  /** 5 Jan 2026 */
  date(moment: Moment): string
  /** 14:05 */
  time(moment: Moment): string
  /** 14:05:09 */
  timeWithSeconds(moment: Moment): string
  /** 5 Jan 2026, 14:05 */
  dayAndTime(moment: Moment): string
  /** 3 minutes ago, in 2 hours */
  relative(moment: Moment, now: number): string
  /** 850 ms, 1.2 s */
  duration(milliseconds: number): string
  number(value: number): string
  /** Of a ratio: 0.988 is 98.8% */
  percent(ratio: number): string
  list(items: Iterable<string>): string
}

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Dates and numbers in the language of the reader and the time zone of the account. */
export function useFormats(): Formats {
  const { i18n } = useTranslation()
  const timeZone = useTimeZone()
  return useMemo(() => makeFormats(i18n.language, timeZone), [i18n.language, timeZone])
}

export function makeFormats(language: string, timeZone: string | undefined): Formats {
  const zone = timeZone === undefined ? {} : { timeZone }
  const day = { year: 'numeric', month: 'short', day: 'numeric', ...zone } as const
  const hour = { hour: '2-digit', minute: '2-digit' } as const
  const dateTime = new Intl.DateTimeFormat(language, {
    ...day,
    ...hour,
    second: '2-digit',
    timeZoneName: 'short',
  })
  const date = new Intl.DateTimeFormat(language, day)
  const time = new Intl.DateTimeFormat(language, { ...hour, ...zone })
  const timeWithSeconds = new Intl.DateTimeFormat(language, { ...hour, second: '2-digit', ...zone })
  const dayAndTime = new Intl.DateTimeFormat(language, { ...day, ...hour })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const number = new Intl.NumberFormat(language)
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  const unit = (name: string, digits: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, maximumFractionDigits: digits })
  const milliseconds = unit('millisecond', 0)
  const seconds = unit('second', 1)

  return {
    dateTime: (moment) => dateTime.format(new Date(moment)),
    date: (moment) => date.format(new Date(moment)),
    time: (moment) => time.format(new Date(moment)),
    timeWithSeconds: (moment) => timeWithSeconds.format(new Date(moment)),
    dayAndTime: (moment) => dayAndTime.format(new Date(moment)),
    relative: (moment, now) => {
      const away = (new Date(moment).getTime() - now) / 1000
      const [name, length] = steps.find(([, length]) => Math.abs(away) >= length) ?? ['second', 1]
      return relative.format(Math.trunc(away / length), name)
    },
    duration: (value) => (value < 1000 ? milliseconds.format(value) : seconds.format(value / 1000)),
    number: (value) => number.format(value),
    percent: (ratio) => percent.format(ratio),
    list: (items) => list.format(items),
  }
}

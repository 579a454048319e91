import { useTranslation } from 'react-i18next'
import { useFormats } from '../use-formats.ts'

const dayMs = 24 * 3_600_000
/** A shorter wait is shown with seconds: "until 14:05" would say nothing at 14:05. */
const toTheSecondMs = 5 * 60_000

/** "until 14:05", as said at another moment: with the day where it is not the same. */
export function useUntil(): (moment: string, saidAt: string | number) => string {
  const { t } = useTranslation('ui')
  const formats = useFormats()
  return (moment, saidAt) => {
    const waitMs = Date.parse(moment) - new Date(saidAt).getTime()
    const sameDay = waitMs < dayMs && formats.date(moment) === formats.date(saidAt)
    if (!sameDay) return t('untilDate', { date: formats.dayAndTime(moment) })
    return t('untilTime', { time: waitMs < toTheSecondMs ? formats.timeWithSeconds(moment) : formats.time(moment) })
  }
}

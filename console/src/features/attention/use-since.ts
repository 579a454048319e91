import { useFormats } from '../../ui/use-formats.ts'

/** "19:42" for a moment of today, "5 Jan 2026, 19:42" for others. */
export function useSince(): (moment: string) => string {
  const formats = useFormats()
  return (moment) =>
    formats.date(moment) === formats.date(Date.now()) ? formats.time(moment) : formats.dayAndTime(moment)
}

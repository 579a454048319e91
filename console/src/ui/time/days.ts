/** Days from midnight to midnight in a time zone. */

export function startOfDay(day: string, timeZone: string | undefined): Date {
  const asIfUtc = Date.parse(`${day}T00:00:00Z`)
  // The offset depends on the moment, so we first take the offset of a near moment.
  const near = asIfUtc - offsetAt(asIfUtc, timeZone)
  return new Date(asIfUtc - offsetAt(near, timeZone))
}

export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** Milliseconds by which the time zone is ahead of UTC. */
function offsetAt(moment: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const).formatToParts(moment)
  const figure = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const clock = Date.UTC(
    figure('year'),
    figure('month') - 1,
    figure('day'),
    figure('hour'),
    figure('minute'),
    figure('second'),
  )
  return clock - Math.floor(moment / 1000) * 1000
}

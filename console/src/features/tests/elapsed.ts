import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** 3 days, 90 seconds: in the largest unit of which there are at least two. */
export function makeElapsed(language: string): (milliseconds: number) => string {
  const formats = new Map(
    units.map(([unit]) => [
      unit,
      new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }),
    ]),
  )
  return (milliseconds) => {
    const [unit, length] = units.find(([, length]) => milliseconds >= 2 * length) ?? (['second', 1_000] as const)
    return formats.get(unit)?.format(milliseconds / length) ?? ''
  }
}

export function useElapsed(): (milliseconds: number) => string {
  const { i18n } = useTranslation()
  return useMemo(() => makeElapsed(i18n.language), [i18n.language])
}

import { NativeSelect } from '@mantine/core'
import type { EventName, EventTypeSummary } from '@postback/sdk'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../words/use-words.ts'
import classes from './documentation.module.css'
import { groupEvents } from './event-groups.ts'

interface EventListProps {
  readonly types: readonly EventTypeSummary[]
  readonly chosen: EventName
  readonly onChoose: (event: EventName) => void
}

/** Links beside the table where there is room, else a select. */
export function EventList({ types, chosen, onChoose }: EventListProps) {
  const { t } = useTranslation('documentation')
  const words = useWords()
  const groups = useMemo(() => groupEvents(types.map(({ event }) => event)), [types])
  return (
    <>
      <nav aria-label={t('events.label')} className={classes.eventList}>
        {groups.map(({ name, events }) => (
          <div key={name}>
            <h3 className={classes.groupName} id={`events-${name}`}>
              {t(`groups.${name}`)}
            </h3>
            <ul aria-labelledby={`events-${name}`}>
              {events.map((event) => (
                <li key={event}>
                  <Link
                    to="."
                    search={(before) => ({ ...before, event })}
                    resetScroll={false}
                    className={classes.event}
                    activeProps={{}}
                    aria-current={event === chosen ? 'true' : undefined}
                    data-chosen={event === chosen || undefined}
                  >
                    {words.event(event)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <NativeSelect
        className={classes.eventSelect ?? ''}
        label={t('events.choose')}
        value={chosen}
        data={groups.map(({ name, events }) => ({
          group: t(`groups.${name}`),
          items: events.map((event) => ({ value: event, label: words.event(event) })),
        }))}
        onChange={({ currentTarget: { value } }) => {
          const found = types.find(({ event }) => event === value)
          if (found) onChoose(found.event)
        }}
      />
    </>
  )
}

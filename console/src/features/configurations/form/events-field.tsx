import { Button, Checkbox, Group, Input, Stack, Text, Tooltip } from '@mantine/core'
import type { EventName } from '@postback/sdk'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../../words/use-words.ts'
import { type EventGroup, groupEvents } from './event-groups.ts'
import classes from './events-field.module.css'
import { eventsOfPreset, type PresetName, presetNames, sameEvents } from './presets.ts'

interface EventsFieldProps {
  /** What this server can send. */
  readonly known: readonly EventName[]
  readonly value: readonly EventName[]
  readonly error?: string | undefined
  readonly onChange: (events: readonly EventName[]) => void
  readonly onPreset?: (label: string) => void
}

/** The first checkbox: where the focus goes when something is wrong with the events. */
export const firstEventId = 'event-PURCHASE_CANCELED'

export function EventsField({ known, value, error, onChange, onPreset }: EventsFieldProps) {
  // In a fixed order, not in the order of the clicks.
  const choose = (events: ReadonlySet<EventName>) => onChange(known.filter((event) => events.has(event)))
  return (
    <Stack gap="xs">
      <Presets
        known={known}
        value={value}
        onChoose={(name, label) => {
          onChange(eventsOfPreset(name, known))
          onPreset?.(label)
        }}
      />
      <div className={classes.groups}>
        {groupEvents(known).map((group) => (
          <GroupOfEvents key={group.name} group={group} value={value} error={error} onChange={choose} />
        ))}
      </div>
      {error && <Input.Error id="events-error">{error}</Input.Error>}
    </Stack>
  )
}

interface PresetsProps {
  readonly known: readonly EventName[]
  readonly value: readonly EventName[]
  readonly onChoose: (name: PresetName, label: string) => void
}

function Presets({ known, value, onChoose }: PresetsProps) {
  const { t } = useTranslation('configurations')
  return (
    <div className={classes.presets}>
      <Text size="sm" className={classes.tip}>
        {t('form.presetsTip')}
      </Text>
      <Group gap={6} role="group" aria-label={t('form.presets.label')}>
        {presetNames.map((name) => {
          const chosen = sameEvents(eventsOfPreset(name, known), value)
          return (
            <Button
              key={name}
              size="xs"
              variant={chosen ? 'light' : 'default'}
              aria-pressed={chosen}
              leftSection={chosen && <IconCheck size={16} aria-hidden />}
              onClick={() => onChoose(name, t(`form.presets.${name}`))}
            >
              {t(`form.presets.${name}`)}
            </Button>
          )
        })}
      </Group>
      <Text size="sm" c="dimmed" aria-live="polite" className={classes.chosen}>
        {t('form.chosen', { chosen: value.length, all: known.length })}
      </Text>
    </div>
  )
}

interface GroupProps {
  readonly group: EventGroup
  readonly value: readonly EventName[]
  readonly error: string | undefined
  readonly onChange: (events: ReadonlySet<EventName>) => void
}

function GroupOfEvents({ group, value, error, onChange }: GroupProps) {
  const { t } = useTranslation('configurations')
  const words = useWords()
  const chosen = new Set(value)
  const all = group.events.every((event) => chosen.has(event))
  const name = t(`form.groups.${group.name}`)
  const toggleAll = () => {
    const own = new Set(group.events)
    onChange(all ? chosen.difference(own) : chosen.union(own))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a legend cannot stand in one line with a button.
    <div
      role="group"
      aria-labelledby={`events-${group.name}`}
      aria-describedby={error ? 'events-error' : undefined}
      className={classes.group}
    >
      <Group justify="space-between" gap={4} wrap="nowrap">
        <Text id={`events-${group.name}`} size="sm" fw={600}>
          {name}
        </Text>
        {group.events.length > 1 && (
          <Button
            size="compact-xs"
            variant="subtle"
            c="var(--mantine-color-anchor)"
            aria-label={t(all ? 'form.unmarkAllOf' : 'form.markAllOf', { group: name })}
            onClick={toggleAll}
          >
            {t(all ? 'form.unmarkAll' : 'form.markAll')}
          </Button>
        )}
      </Group>
      {group.events.map((event) => (
        <Tooltip
          key={event}
          label={words.eventMeaning(event)}
          disabled={words.eventMeaning(event) === ''}
          multiline
          maw={300}
          position="bottom-start"
          openDelay={500}
          events={{ hover: true, focus: true, touch: false }}
        >
          <div className={classes.event}>
            <Checkbox
              id={`event-${event}`}
              size="sm"
              checked={chosen.has(event)}
              error={Boolean(error)}
              label={words.event(event)}
              classNames={{ label: classes.label ?? '' }}
              onChange={({ currentTarget }) => {
                const single = new Set([event])
                onChange(currentTarget.checked ? chosen.union(single) : chosen.difference(single))
              }}
            />
          </div>
        </Tooltip>
      ))}
    </div>
  )
}

import { NativeSelect, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core'
import { type EventName, type Product, purchaseKinds, type TestStory } from '@postback/sdk'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useWords } from '../../words/use-words.ts'
import { ProductField } from './product-field.tsx'
import { StoryTimeline } from './story-timeline.tsx'
import { kindOf, type TestForm } from './test-form.ts'

interface SubjectFieldProps {
  readonly events: readonly EventName[]
  readonly stories: readonly TestStory[]
  readonly products: readonly Product[]
  readonly value: TestForm
  readonly productFault: string | null
  readonly onChange: (patch: Partial<TestForm>) => void
}

/** One event, or a story of several; of which product, and what is bought. */
export function SubjectField({ events, stories, products, value, productFault, onChange }: SubjectFieldProps) {
  const { t } = useTranslation('tests')
  const words = useWords()
  const label = useId()
  const kindLabel = useId()
  const kind = kindOf(value)
  const story = stories.find((it) => it.story === value.story)
  return (
    <Stack gap="md">
      {stories.length > 0 && (
        <Stack gap={6} align="flex-start">
          <Text id={label} size="sm" fw={600}>
            {t('form.what')}
          </Text>
          <SegmentedControl
            aria-labelledby={label}
            value={value.what}
            onChange={(what) => onChange({ what: what === 'story' ? 'story' : 'event' })}
            data={[
              { value: 'event', label: t('form.oneEvent') },
              { value: 'story', label: t('form.aStory') },
            ]}
          />
        </Stack>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {value.what === 'event' ? (
          <NativeSelect
            label={t('form.event')}
            description={words.eventMeaning(value.event)}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={value.event}
            onChange={({ currentTarget }) => onChange({ event: currentTarget.value as EventName, kind: null })}
            data={events.map((name) => ({ value: name, label: words.event(name) }))}
          />
        ) : (
          <NativeSelect
            label={t('form.story')}
            description={story?.meaning}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={value.story}
            onChange={({ currentTarget }) => onChange({ story: currentTarget.value })}
            data={stories.map((it) => ({ value: it.story, label: it.title }))}
          />
        )}
        <ProductField
          products={products}
          value={value.productId}
          error={productFault}
          onChange={(productId) => onChange({ productId })}
        />
      </SimpleGrid>
      {kind !== null && (
        <Stack gap={6} align="flex-start">
          <Text id={kindLabel} size="sm" fw={600}>
            {t('form.kind')}
          </Text>
          <SegmentedControl
            aria-labelledby={kindLabel}
            value={kind}
            onChange={(chosen) => onChange({ kind: chosen === 'subscription' ? 'subscription' : 'single' })}
            data={purchaseKinds.map((it) => ({ value: it, label: t(`form.kinds.${it}`) }))}
          />
          <Text size="xs" c="dimmed">
            {t(`form.kindTexts.${kind}`)}
          </Text>
        </Stack>
      )}
      {value.what === 'story' && story && <StoryTimeline story={story} />}
    </Stack>
  )
}

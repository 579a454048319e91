import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface ConfigurationSearchProps {
  /** As the address has it. */
  readonly value: string
  readonly onSearch: (text: string) => void
}

const pauseMs = 200

/** Finds configurations by words, once the reader pauses. */
export function ConfigurationSearch({ value, onSearch }: ConfigurationSearchProps) {
  const { t } = useTranslation('configurations')
  const input = useRef<HTMLInputElement>(null)
  const search = useDebouncedCallback(onSearch, pauseMs)
  const clear = () => {
    if (input.current) input.current.value = ''
    onSearch('')
    input.current?.focus()
  }
  return (
    <TextInput
      ref={input}
      type="search"
      role="searchbox"
      aria-label={t('search.label')}
      placeholder={t('search.placeholder')}
      defaultValue={value}
      maxLength={100}
      maw="22rem"
      mb="md"
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        value !== '' && (
          <CloseButton size={28} aria-label={t('search.clear')} title={t('search.clear')} onClick={clear} />
        )
      }
      onChange={({ currentTarget }) => search(currentTarget.value.trim())}
    />
  )
}

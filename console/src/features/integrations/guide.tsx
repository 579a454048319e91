import { Stack, Text, Title } from '@mantine/core'
import type { PropsWithChildren } from 'react'
import { Panel } from '../../ui/panel.tsx'

interface GuideProps {
  readonly title: string
  readonly text: string
}

/** How to connect one service: what it is good for, and the steps. */
export function Guide({ title, text, children }: PropsWithChildren<GuideProps>) {
  return (
    <Panel padded>
      <Stack gap="lg">
        <div>
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text mt="xs" maw="65ch">
            {text}
          </Text>
        </div>
        {children}
      </Stack>
    </Panel>
  )
}

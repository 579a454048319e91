import { List, Stack } from '@mantine/core'
import type { Configuration, DeliveryDetail } from '@postback/sdk'
import { useBodyToken } from './use-body-token.tsx'

interface BodyTokenRemedyProps {
  readonly delivery: DeliveryDetail
  readonly configuration: Configuration | undefined
  /** The steps for the failure itself. */
  readonly steps: readonly string[]
}

/** The same beside the answer to a test, together with the other steps. */
export function BodyTokenRemedy({ delivery, configuration, steps }: BodyTokenRemedyProps) {
  const { note, firstStep, lastStep } = useBodyToken(delivery, configuration)
  const hasSteps = steps.length > 0 || firstStep !== null || lastStep !== null
  if (note === null && !hasSteps) return null
  return (
    <Stack gap="sm" mt="sm">
      {note}
      {hasSteps && (
        <List type="ordered" spacing={4} size="sm">
          {firstStep && <List.Item>{firstStep}</List.Item>}
          {steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
          {lastStep && <List.Item>{lastStep}</List.Item>}
        </List>
      )}
    </Stack>
  )
}

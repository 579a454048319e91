import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type AnchorElementProps = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>

/** A link of the router that looks like a link. */
export const TextLink = createLink((props: AnchorProps & AnchorElementProps) => <Anchor {...props} />)

/** A link of the router that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & AnchorElementProps) => <Button component="a" {...props} />)

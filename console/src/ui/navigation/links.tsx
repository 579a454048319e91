import { Anchor, type AnchorProps, Button, type ButtonProps, Menu, type MenuItemProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type AnchorElementProps = Omit<ComponentPropsWithRef<'a'>, 'color' | 'style'>

/** A link of the router that looks like a link. */
export const TextLink = createLink((props: AnchorProps & AnchorElementProps) => <Anchor {...props} />)

/** A link of the router that looks like a button. */
export const ButtonLink = createLink((props: ButtonProps & AnchorElementProps) => <Button component="a" {...props} />)

/** A link of the router in a menu. */
export const MenuLink = createLink((props: MenuItemProps & AnchorElementProps) => (
  <Menu.Item component="a" {...props} />
))

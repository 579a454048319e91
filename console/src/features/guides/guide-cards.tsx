import { guides } from 'virtual:guides'
import { Text } from '@mantine/core'
import { TextLink } from '../../ui/navigation/links.tsx'
import classes from './guides.module.css'

export function GuideCards() {
  return (
    <ul className={classes.cards} lang="en">
      {guides.map(({ slug, title, summary }) => (
        <li key={slug} className={classes.card}>
          <h2>
            <TextLink to="/guides/$slug" params={{ slug }}>
              {title}
            </TextLink>
          </h2>
          <Text component="p" size="sm" c="dimmed">
            {summary}
          </Text>
        </li>
      ))}
    </ul>
  )
}

import { guides } from 'virtual:guides'
import { Anchor } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { type MouseEvent, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../../ui/navigation/links.tsx'
import type { Guide } from './guide.ts'
import classes from './guides.module.css'

/** One guide, beside the list of all and of its sections. */
export function GuideText({ guide }: { readonly guide: Guide }) {
  const { t } = useTranslation('guides')
  const navigate = useNavigate()
  const hash = useLocation({ select: (location) => location.hash })

  // biome-ignore lint/correctness/useExhaustiveDependencies: another guide has other sections under the same address.
  useEffect(() => {
    if (hash !== '') document.getElementById(hash)?.scrollIntoView()
  }, [hash, guide.slug])

  /** Links between guides change the page without loading it anew. */
  const follow = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const target = link?.getAttribute('href') ?? ''
    if (!target.startsWith('/guides/') || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    void navigate({ to: target })
  }

  return (
    <div className={classes.layout}>
      <div className={classes.side}>
        <nav aria-labelledby="all-guides">
          <h2 id="all-guides">{t('all')}</h2>
          <ul className={classes.links} lang="en">
            {guides.map(({ slug, title }) => (
              <li key={slug}>
                <TextLink to="/guides/$slug" params={{ slug }} fz="sm">
                  {title}
                </TextLink>
              </li>
            ))}
          </ul>
        </nav>
        <nav aria-labelledby="on-this-page" className={classes.contents}>
          <h2 id="on-this-page">{t('contents')}</h2>
          <ul className={classes.links} lang="en">
            {guide.sections.map(({ id, title }) => (
              <li key={id}>
                <Anchor href={`#${id}`} fz="sm">
                  {title}
                </Anchor>
              </li>
            ))}
          </ul>
        </nav>
        <Anchor href={`/guides/${guide.slug}.md`} fz="sm">
          {t('download')}
        </Anchor>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: links inside are what is pressed. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click. */}
      <div
        className={classes.guide}
        lang="en"
        onClick={follow}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made at build time from the repository's own guides.
        dangerouslySetInnerHTML={{ __html: guide.html }}
      />
    </div>
  )
}

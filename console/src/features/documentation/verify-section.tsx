import { List, Tabs, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { Panel } from '../../ui/panel.tsx'
import classes from './documentation.module.css'
import { snippetLanguages, useDocumentationFilters } from './documentation-filters.ts'
import csharp from './snippets/Receive.cs?raw'
import java from './snippets/Receive.java?raw'
import go from './snippets/receive.go?raw'
import node from './snippets/receive.js?raw'
import php from './snippets/receive.php?raw'
import python from './snippets/receive.py?raw'
import ruby from './snippets/receive.rb?raw'

const snippets = { node, php, python, go, ruby, java, csharp } as const
const names = {
  node: 'Node',
  php: 'PHP',
  python: 'Python',
  go: 'Go',
  ruby: 'Ruby',
  java: 'Java',
  csharp: 'C#',
} as const
const steps = ['raw', 'token', 'signature', 'once', 'answer'] as const

/** How a receiver makes sure that a post is from us: in words, and as programs to start from. */
export function VerifySection({ secretsHere = true }: { readonly secretsHere?: boolean }) {
  const { t } = useTranslation('documentation')
  const { code, set } = useDocumentationFilters()
  return (
    <section id="verify" aria-labelledby="verify-title" className={classes.section}>
      <h2 id="verify-title" className={classes.sectionTitle}>
        {t('verify.title')}
      </h2>
      <Text c="dimmed" maw="46rem" mb="md">
        {t('verify.text')}
      </Text>
      <Panel padded>
        <div className={classes.verify}>
          <div>
            <h3 className={classes.smallTitle}>{t('verify.order')}</h3>
            <List type="ordered" size="sm" spacing="sm">
              {steps.map((step) => (
                <List.Item key={step}>
                  <strong>{t(`verify.steps.${step}.title`)}</strong> {t(`verify.steps.${step}.text`)}
                </List.Item>
              ))}
            </List>
          </div>
          <div className={classes.snippet}>
            <Tabs
              value={code}
              keepMounted={false}
              onChange={(value) => set({ code: snippetLanguages.find((known) => known === value) ?? null })}
            >
              <Tabs.List mb="md" aria-label={t('verify.languages')}>
                {snippetLanguages.map((language) => (
                  <Tabs.Tab key={language} value={language}>
                    {names[language]}
                  </Tabs.Tab>
                ))}
              </Tabs.List>
              {snippetLanguages.map((language) => (
                <Tabs.Panel key={language} value={language}>
                  <CodeBlock
                    label={t('verify.snippet', { language: names[language] })}
                    code={snippets[language].trimEnd()}
                  />
                </Tabs.Panel>
              ))}
            </Tabs>
            <Text size="sm" c="dimmed" mt="sm">
              {t(secretsHere ? 'verify.settings' : 'verify.publicSettings')}
            </Text>
          </div>
        </div>
      </Panel>
    </section>
  )
}

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Deep teal, the one accent. */
const brand: MantineColorsTuple = [
  '#ecf8f5',
  '#d6efe9',
  '#aeded3',
  '#7fcbbb',
  '#52b5a2',
  '#2d998a',
  '#167f71',
  '#0f695e',
  '#0d544c',
  '#0a423c',
]

/** Warm-cool neutrals for the dark theme, a little towards the accent. */
const dark: MantineColorsTuple = [
  '#e3e9e8',
  '#c3cdcb',
  '#a5b1af',
  '#7c8987',
  '#4d5a58',
  '#35403e',
  '#232c2b',
  '#1a2221',
  '#131a19',
  '#0d1312',
]

const systemFont =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Cantarell, sans-serif'

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  colors: { brand, dark },
  fontFamily: systemFont,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "Cascadia Mono", "Liberation Mono", Menlo, Consolas, monospace',
  headings: {
    fontFamily: systemFont,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.25' },
      h2: { fontSize: '1.25rem', lineHeight: '1.35' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.4' },
    },
  },
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '1rem', lg: '1.125rem', xl: '1.25rem' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Table: {
      defaultProps: {
        verticalSpacing: 'sm',
        horizontalSpacing: 'md',
        borderColor: 'var(--pb-line)',
        highlightOnHoverColor: 'var(--pb-surface)',
      },
    },
    Anchor: { defaultProps: { underline: 'always' } },
    Modal: { defaultProps: { centered: true, radius: 'lg' } },
  },
})

/** Text is 4.5:1 against every background it stands on, borders of controls 3:1. */
export const colourTokens: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#16211f',
    '--mantine-color-dimmed': '#566461',
    '--mantine-color-placeholder': '#66736f',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#0f695e',
    '--mantine-color-default-border': '#c9d3d0',
    '--pb-surface': '#f6f8f7',
    '--pb-line': '#e2e8e6',
    '--pb-control': '#7f8d8a',
    '--pb-good': '#11653f',
    '--pb-good-soft': '#e3f5ea',
    '--pb-warn': '#854a0e',
    '--pb-warn-soft': '#fdf2dc',
    '--pb-bad': '#a8200f',
    '--pb-bad-soft': '#fdeae7',
    '--pb-info': '#1f5591',
    '--pb-info-soft': '#e6f0fb',
    '--pb-calm': '#4b5956',
    '--pb-calm-soft': '#edf1f0',
  },
  dark: {
    '--mantine-color-body': '#131a19',
    '--mantine-color-text': '#e3e9e8',
    '--mantine-color-dimmed': '#a5b1af',
    '--mantine-color-placeholder': '#93a09d',
    '--mantine-color-error': '#ff9a8d',
    '--mantine-color-anchor': '#7fcbbb',
    '--mantine-color-default-border': '#3d4947',
    '--pb-surface': '#0d1312',
    '--pb-line': '#2a3432',
    '--pb-control': '#74827f',
    '--pb-good': '#7ddba4',
    '--pb-good-soft': '#143324',
    '--pb-warn': '#f2c078',
    '--pb-warn-soft': '#38290f',
    '--pb-bad': '#ffa598',
    '--pb-bad-soft': '#401a15',
    '--pb-info': '#9cc8f7',
    '--pb-info-soft': '#162c44',
    '--pb-calm': '#b7c3c0',
    '--pb-calm-soft': '#232c2b',
  },
})

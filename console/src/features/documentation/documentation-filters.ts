import { eventNames, payloadVersions } from '@postback/sdk'
import { choiceFilter, numberFilter, textFilter, useUrlFilters } from '../../ui/navigation/use-url-filters.ts'

export const documentationViews = ['parameters', 'example', 'headers', 'schema'] as const
export type DocumentationView = (typeof documentationViews)[number]

export const snippetLanguages = ['node', 'php', 'python', 'go', 'ruby', 'java', 'csharp'] as const
export type SnippetLanguage = (typeof snippetLanguages)[number]

const codecs = {
  event: choiceFilter(eventNames),
  version: choiceFilter(payloadVersions),
  view: choiceFilter(documentationViews),
  /** 0: the made-up one. */
  product: numberFilter,
  parameter: textFilter,
  affiliate: choiceFilter(['yes']),
  always: choiceFilter(['yes']),
  code: choiceFilter(snippetLanguages),
}

/** The open parts of the documentation, kept in the address: a shared link shows the same. */
export function useDocumentationFilters() {
  const { values, set } = useUrlFilters(codecs)
  return {
    event: values.event ?? 'PURCHASE_APPROVED',
    version: values.version ?? '2.0.0',
    view: values.view ?? 'parameters',
    product: values.product,
    parameter: values.parameter,
    onlyAffiliate: values.affiliate === 'yes',
    onlyAlways: values.always === 'yes',
    code: values.code ?? 'node',
    set,
  } as const
}

export type DocumentationFilters = ReturnType<typeof useDocumentationFilters>

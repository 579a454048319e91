import type { IAllExecuteFunctions, IDataObject, IHttpRequestMethods } from 'n8n-workflow'
import type { Page } from '../../../sdk/src/types.ts'
import { type Answer, problemInWords, serverOf, tooManyRequests } from './answer.ts'

export const credentialName = 'postbackApi'

export interface Call {
  readonly method?: IHttpRequestMethods
  /** Beginning with `/v1`. */
  readonly path: string
  readonly query?: IDataObject
  readonly body?: IDataObject
}

/** Calls the API for the account of the node's credential. @throws Error in words for any status other than 2xx */
export async function call<Body>(caller: IAllExecuteFunctions, request: Call): Promise<Body> {
  const answer = await ask(caller, request)
  if (answer.statusCode >= 300) throw problemInWords(answer)
  return answer.body as Body
}

/** Like `call`, for a resource that may be gone: null for a 404. */
export async function callUnlessGone<Body>(caller: IAllExecuteFunctions, request: Call): Promise<Body | null> {
  const answer = await ask(caller, request)
  if (answer.statusCode === 404) return null
  if (answer.statusCode >= 300) throw problemInWords(answer)
  return answer.body as Body
}

const pageRows = 250

/** Reads a whole list, page by page. */
export async function callForAll<Row>(caller: IAllExecuteFunctions, path: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const query = { limit: pageRows, ...(cursor !== null && { cursor }) }
    const page: Page<Row> = await call(caller, { path, query })
    rows.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

async function ask(caller: IAllExecuteFunctions, { method = 'GET', path, query, body }: Call): Promise<Answer> {
  const { helpers } = caller
  const answer: Answer = await helpers.httpRequestWithAuthentication.call(caller, credentialName, {
    method,
    url: `${serverOf(await caller.getCredentials(credentialName))}${path}`,
    ...(query && { qs: query }),
    ...(body && { body }),
    json: true,
    returnFullResponse: true,
    // A 401 stays an error: n8n then knows that the token has expired, and gets another.
    ignoreHttpStatusErrors: { ignore: true, except: [401] },
  })
  if (answer.statusCode === 429) throw tooManyRequests(answer)
  return answer
}

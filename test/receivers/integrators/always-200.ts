import { createServer } from 'node:http'
import { wordOf } from './any-version.ts'
import { close, type Entry, entryOf, listen, type Running, refuse } from './integrator.ts'

/** A page that always answers 200 and HTML, handles each event once, and hides its errors. */
export async function always200(hottok: string): Promise<Running> {
  const record: Entry[] = []
  const handled = new Set<string>()
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString('utf8')
    const { 'content-type': contentType, 'x-hotmart-hottok': token } = request.headers
    const { status: _, ...entry } = entryOf(() => {
      if (token !== hottok) refuse(401, 'wrong hottok')
      const { id } = JSON.parse(body)
      if (handled.has(id)) return 'a duplicate'
      handled.add(id)
      return wordOf(contentType, body)
    })
    record.push(entry)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
    response.end('<!doctype html><html><head><title>OK</title></head><body>Recebido</body></html>')
  })
  return { url: await listen(server), record: () => record, stop: () => close(server) }
}

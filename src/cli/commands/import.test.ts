import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { postbackCommand } from '../../../test/support/command-line.ts'
import { failingRows } from '../../../test/support/failing-rows.ts'
import { type Postback, registerProducer, startPostback } from '../../../test/support/harness.ts'
import type { Terminal } from '../terminal.ts'
import { progressLine } from './import/progress.ts'

let postback: Postback
let directory: string
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'postback-import-'))
  postback = await startPostback()
  await registerProducer(postback)
})
afterEach(async () => {
  await postback.close()
  rmSync(directory, { recursive: true })
})

function post(id: number, more: object = {}) {
  const body = `hottok=fK3v9QxT7pLm2ZsW8dRb4NcY6hJg1A0e&transaction=HP${id}`
  return {
    id,
    at: '2019-03-04T10:20:30Z',
    url: 'https://a.example/',
    event: 'PURCHASE_APPROVED',
    body,
    status: 500,
    ...more,
  }
}

function file(name: string, text: string): string {
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}

const lines = (posts: readonly object[]) => posts.map((it) => `${JSON.stringify(it)}\n`).join('')

function run(args: readonly string[], input = '', url = postback.url) {
  const environment = { POSTBACK_PLATFORM_KEY: postback.platformKey }
  return postbackCommand(['import', '--url', url, '--account', 'producer', ...args], environment, input)
}

const count = async () =>
  (await postback.api('GET', '/v1/legacy-posts?limit=250', undefined, { account: 'producer' })).body.data.length

describe('postback import', () => {
  it('imports a file, and adds nothing the second time', async () => {
    const path = file('posts.ndjson', lines(Array.from({ length: 1_200 }, (_, n) => post(n))))
    const first = await run([path])
    expect(first).toEqual({ code: 0, output: '', errors: '1,200 posts: 1,200 imported, 0 there already, 0 refused.\n' })
    const second = await run([path])
    expect(second).toEqual({
      code: 0,
      output: '',
      errors: '1,200 posts: 0 imported, 1,200 there already, 0 refused.\n',
    })
  })

  it('reads standard input, and detects its format', async () => {
    expect(await run(['-'], lines([post(1), post(2)]))).toMatchObject({ code: 0 })
    const csv = 'id;at;url;event;body\r\n3;2019-03-04T10:20:30Z;https://a.example/;X;"{""a"":1}"\r\n'
    expect(await run(['-'], csv)).toMatchObject({ code: 0, errors: expect.stringContaining('1 imported') })
    expect(await count()).toBe(3)
  })

  it('says which line is wrong and why, keeps the rest, and exits with 3', async () => {
    const posts = Array.from({ length: 1_100 }, (_, n) => post(n, n === 1_050 ? { at: 'yesterday' } : {}))
    const path = file('posts.ndjson', `${lines(posts)}{"nonsense\u001b[2J\n`)
    const { code, errors } = await run([path])
    expect(code).toBe(3)
    expect(errors).toContain('Line 1051: at must be a time such as 2026-01-15T12:00:00Z')
    expect(errors).toContain('Line 1101: it is not a line of JSON')
    expect(errors).toContain('1,101 posts: 1,099 imported, 0 there already, 2 refused.\n')
    expect(errors).not.toContain('\u001b')
  })

  it('prints the first errors to the terminal, and writes all of them to a file', async () => {
    const path = file('posts.ndjson', '{}\n'.repeat(1_005))
    const said = await run([path])
    expect(said.errors).toContain('… and ')
    const report = join(directory, 'errors.ndjson')
    const { code, errors } = await run([path, '--errors', report])
    expect(code).toBe(3)
    expect(errors).toBe(
      `1,005 posts: 0 imported, 0 there already, 1,005 refused.\n${report} says what is wrong with them.\n`,
    )
    const written = readFileSync(report, 'utf8')
      .trimEnd()
      .split('\n')
      .map((it) => JSON.parse(it))
    expect(new Set(written.map(({ line }) => line)).size).toBe(1_005)
    expect(written.at(-1)).toMatchObject({
      line: 1_005,
      pointer: expect.stringMatching(/^\//),
      detail: expect.any(String),
    })
    expect(await run([path, '--errors', path])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('Name another one'),
    })
  })

  it('names what cannot be imported, without a stack', async () => {
    const wrong: Readonly<Record<string, [args: readonly string[], code: number, words: string]>> = {
      'a missing file': [['missing.csv'], 1, 'there is no such file'],
      'a directory': [['.'], 1, 'is a directory'],
      'an unknown format': [['-', '--format', 'xml'], 2, 'Allowed choices are ndjson, csv'],
      'an unknown account': [['-', '--account', 'nobody'], 1, 'There is no account nobody'],
    }
    const failing = await failingRows(Object.entries(wrong), async ([args, code, words]) => {
      const ended = await run(args, lines([post(1)]))
      expect(ended).toMatchObject({ code, errors: expect.stringContaining(words) })
      expect(ended.errors).not.toMatch(/\n +at /)
    })
    expect(failing).toEqual([])
  })

  it('exits with 1 when there is nothing to import', async () => {
    expect(await run(['-'])).toMatchObject({ code: 1, errors: 'There is nothing in it to import.\n' })
    expect(await run(['-'], 'id,at\n')).toMatchObject({ code: 1, errors: expect.stringContaining('url is missing') })
  })

  it('waits for a busy server, and says how far it came when the import breaks off', async () => {
    const path = file('posts.ndjson', lines(Array.from({ length: 2_500 }, (_, n) => post(n))))
    let asked = 0
    const inBetween = createServer(async (request, response) => {
      asked++
      const body = await Array.fromAsync(request)
      if (asked === 2) return response.writeHead(503, { 'retry-after': '0' }).end()
      if (asked === 4)
        return response.writeHead(400, { 'content-type': 'application/problem+json' }).end('{"title":"No more"}')
      const headers = { authorization: request.headers.authorization ?? '', 'content-type': 'application/x-ndjson' }
      const options = { account: 'producer', headers }
      const reply = await postback.api('POST', '/v1/legacy-posts/import', Buffer.concat(body).toString(), options)
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.text)
    })
    await new Promise<void>((resolve) => inBetween.listen(0, '127.0.0.1', resolve))
    const { code, errors } = await run([path], '', `http://127.0.0.1:${(inBetween.address() as AddressInfo).port}`)
    inBetween.close()
    expect(code).toBe(1)
    expect(errors).toContain('Trying again in 0.5 s.')
    expect(errors).toContain('No more.')
    expect(errors).toContain('Stopped after line 2,000 (2,000 imported, 0 there already, 0 refused).')
    expect(await run([path])).toMatchObject({
      code: 0,
      errors: '2,500 posts: 500 imported, 2,000 there already, 0 refused.\n',
    })
  })
})

describe('the progress line', () => {
  const progress = { records: 9, imported: 7, present: 1, refused: 1, bytes: 50, nextLine: 10 }

  function terminal(live: boolean) {
    let text = ''
    const made: Terminal = {
      live,
      columns: 80,
      rows: 24,
      write: (more) => {
        text += more
      },
      say: (line = '') => {
        text += `${line}\n`
      },
      paint: (_, plain) => plain,
    }
    return { made, text: () => text }
  }

  it('is overwritten in place, makes room for other output, and is cleared at the end', () => {
    const { made, text } = terminal(true)
    const line = progressLine(made, 200)
    line.show(progress)
    expect(text()).toBe('25 %  7 imported, 1 there already, 1 refused')
    line.around(() => made.say('Line 3: it is wrong.'))
    line.show({ ...progress, bytes: 200 })
    line.end()
    expect(
      text()
        .split('\r')
        .map((it) => it.trim()),
    ).toEqual([
      '25 %  7 imported, 1 there already, 1 refused',
      '',
      'Line 3: it is wrong.\n100 %  7 imported, 1 there already, 1 refused',
      '',
      '',
    ])
  })

  it('counts lines when the total is unknown, and is not written to a file', () => {
    const live = terminal(true)
    progressLine(live.made, null).show(progress)
    expect(live.text()).toMatch(/^line 10 {2}/)
    const plain = terminal(false)
    progressLine(plain.made, 200).show(progress)
    expect(plain.text()).toBe('')
  })
})

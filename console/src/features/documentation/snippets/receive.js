// Node 22.13 or newer, nothing to install. HOTTOK=… SIGNING_SECRET=whsec_… node receive.js
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'
import { DatabaseSync } from 'node:sqlite'

const { HOTTOK, SIGNING_SECRET, PORT = '3000', INBOX = 'inbox.db' } = process.env
if (!HOTTOK || !SIGNING_SECRET) throw new Error('Set HOTTOK and SIGNING_SECRET.')

// While a token is being changed: both, with a comma between them.
const tokens = HOTTOK.split(',')
const key = Buffer.from(SIGNING_SECRET.replace('whsec_', ''), 'base64')
const toleranceSeconds = 300
const largestBody = 1_000_000

const inbox = new DatabaseSync(INBOX)
inbox.exec(
  'CREATE TABLE IF NOT EXISTS posts (id TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)',
)
const keep = inbox.prepare('INSERT OR IGNORE INTO posts (id, body) VALUES (?, ?)')
const toDo = inbox.prepare('SELECT id, body FROM posts WHERE done = 0')
const markDone = inbox.prepare('UPDATE posts SET done = 1 WHERE id = ?')

createServer(async (request, response) => {
  try {
    response.statusCode = await receive(request)
  } catch (error) {
    console.error(error)
    response.statusCode = 500
  }
  response.end()
}).listen(Number(PORT))
workOff() // what the last process had no time for

async function receive(request) {
  if (request.method !== 'POST') return 405
  // 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > largestBody) return 413
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)

  // 2. and 3. The token, the signature and the time.
  if (!isGenuine(request.headers, body)) return 401

  // A test shows that you can be reached. Nobody bought anything.
  if (request.headers['postback-test'] === 'true') return 200

  // 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
  keep.run(request.headers['webhook-id'], body.toString())

  // 5. Answer. Whatever takes longer is done afterwards, from the inbox.
  setImmediate(workOff)
  return 200
}

function workOff() {
  for (const { id, body } of toDo.all()) {
    handle(JSON.parse(body))
    markDone.run(id)
  }
}

// What an event means to you. If the process dies in the middle it is called again for the same event.
function handle({ event, data }) {
  switch (event) {
    case 'PURCHASE_APPROVED':
      console.log(`Give access: ${data.buyer?.email}, order ${data.purchase.transaction}`)
      break
    case 'PURCHASE_REFUNDED':
    case 'PURCHASE_CHARGEBACK':
      console.log(`Take access away: ${data.buyer?.email}, order ${data.purchase.transaction}`)
      break
    // All others are kept and left alone. New events appear: they are no error.
  }
}

function isGenuine(headers, body) {
  const token = headers['x-hotmart-hottok'] ?? ''
  if (!tokens.some((expected) => isSame(token, expected))) return false

  const id = headers['webhook-id'] ?? ''
  const timestamp = headers['webhook-timestamp'] ?? ''
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')
  // Several signatures while a secret is being changed: one that fits is enough.
  const given = (headers['webhook-signature'] ?? '').split(' ')
  if (!given.some((one) => isSame(one, `v1,${signature}`))) return false

  return Math.abs(Date.now() / 1000 - Number(timestamp)) <= toleranceSeconds
}

// In constant time: how long it takes tells nothing. Hashes always have the same length.
function isSame(a, b) {
  const hash = (text) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}

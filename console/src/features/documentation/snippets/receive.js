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
// How long a post that failed waits for its next try. After the last try it is set aside.
const waitSeconds = [10, 60, 600, 3600]
const mostTries = waitSeconds.length + 1

const inbox = new DatabaseSync(INBOX)
inbox.exec(
  'CREATE TABLE IF NOT EXISTS posts (id TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)',
)
// The inbox of an older copy of this program lacks these. In next_at: when a post is due again, NULL if it is set aside.
const columns = inbox.prepare("SELECT name FROM pragma_table_info('posts')").all()
for (const column of ['tries', 'next_at']) {
  if (columns.some(({ name }) => name === column)) continue
  inbox.exec(`ALTER TABLE posts ADD COLUMN ${column} INTEGER DEFAULT 0`)
}
// One that is known stays as it is. If it was set aside, it is tried again.
const keep = inbox.prepare(`INSERT INTO posts (id, body) VALUES (?, ?)
  ON CONFLICT (id) DO UPDATE SET tries = 0, next_at = 0 WHERE next_at IS NULL`)
const due = inbox.prepare('SELECT id, body, tries FROM posts WHERE done = 0 AND next_at <= ?')
const countTry = inbox.prepare('UPDATE posts SET tries = ?, next_at = ? WHERE id = ?')
const markDone = inbox.prepare('UPDATE posts SET done = 1 WHERE id = ?')
const setAside = inbox.prepare('UPDATE posts SET next_at = NULL WHERE id = ?')

createServer(async (request, response) => {
  try {
    response.statusCode = await receive(request)
  } catch (error) {
    console.error(error)
    response.statusCode = 500
  }
  response.end()
}).listen(Number(PORT))

async function receive(request) {
  if (request.method !== 'POST') return 405
  // 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= largestBody) chunks.push(chunk)
  }
  if (size > largestBody) return 413
  const body = Buffer.concat(chunks)

  // 2. and 3. The token, the signature and the time.
  if (!isGenuine(request.headers, body)) return 401

  // A test shows that you can be reached. Nobody bought anything.
  if (request.headers['postback-test'] === 'true') return 200

  // 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
  keep.run(request.headers['webhook-id'], body.toString())

  // 5. Answer. Whatever takes longer is done afterwards, from the inbox.
  setImmediate(wake)
  return 200
}

// Passes over the inbox, one after the other: at the start, after each post, and now and then.
let pass = workOff(Number.MAX_SAFE_INTEGER) // what the last process had no time for, however long it was to wait
setInterval(wake, waitSeconds[0] * 1000)

function wake() {
  pass = pass.then(() => workOff(Date.now() / 1000))
}

async function workOff(dueUntil) {
  try {
    for (const post of due.all(dueUntil)) await workOn(post)
  } catch (error) {
    console.error(error) // the inbox itself: the next pass tries again
  }
}

// One post, whose failure is its own: the others go on.
async function workOn({ id, body, tries }) {
  if (tries < mostTries) {
    // Counted before the work: a post that ends the process uses up its tries too.
    countTry.run(tries + 1, Math.ceil(Date.now() / 1000) + (waitSeconds[tries] ?? 0), id)
    try {
      await handle(JSON.parse(body))
      markDone.run(id)
      return
    } catch (error) {
      console.error(`Post ${id} failed, try ${tries + 1} of ${mostTries}:`, error)
      if (tries + 1 < mostTries) return
    }
  }
  setAside.run(id)
  const tryAgain = `UPDATE posts SET tries = 0, next_at = 0 WHERE id = '${id}'`
  console.error(`Post ${id} is set aside. To try it again: "Process again" in Postback, or ${tryAgain}`)
}

// What an event means to you; async or not. If it throws or the process dies in the middle it is called again.
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

  if (id === '' || !/^\d{1,15}$/.test(timestamp)) return false
  return Math.abs(Date.now() / 1000 - Number(timestamp)) <= toleranceSeconds
}

// In constant time: how long it takes tells nothing. Hashes always have the same length.
function isSame(a, b) {
  const hash = (text) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(a), hash(b))
}

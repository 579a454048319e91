# Python 3.10 or newer, nothing to install. HOTTOK=… SIGNING_SECRET=whsec_… python3 receive.py
import base64
import contextlib
import hashlib
import hmac
import json
import os
import re
import sqlite3
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# While a token is being changed: both, with a comma between them.
TOKENS = os.environ["HOTTOK"].split(",")
KEY = base64.b64decode(os.environ["SIGNING_SECRET"].removeprefix("whsec_"))
INBOX = os.environ.get("INBOX", "inbox.db")
TOLERANCE_SECONDS = 300
LARGEST_BODY = 1_000_000
# How long a post that failed waits for its next try. After the last try it is set aside.
WAIT_SECONDS = [10, 60, 600, 3600]
MOST_TRIES = len(WAIT_SECONDS) + 1


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        # 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
        try:
            body = self.read_body()
        except ValueError:
            return self.answer(400)
        if len(body) > LARGEST_BODY:
            return self.answer(413)

        # 2. and 3. The token, the signature and the time.
        if not is_genuine(self.headers, body):
            return self.answer(401)

        # A test shows that you can be reached. Nobody bought anything.
        if self.headers.get("postback-test") == "true":
            return self.answer(200)

        # 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
        keep(self.headers["webhook-id"], body.decode(errors="replace"))

        # 5. Answer. Whatever takes longer is done afterwards, from the inbox.
        self.answer(200)
        wake.set()

    def read_body(self):
        """Either its length is in the headers, or it comes in chunks, each with its length before it."""
        body = bytearray()
        if self.headers.get("transfer-encoding", "").lower() != "chunked":
            self.read_into(body, int(self.headers.get("content-length", "0")))
            return bytes(body)
        while length := int(self.rfile.readline(1000).split(b";")[0], 16):
            self.read_into(body, length)
            self.rfile.readline(1000)
        while self.rfile.readline(1000).strip():
            pass  # headers after the body
        return bytes(body)

    def read_into(self, body, length):
        """What is too large is read too, so that the sender gets an answer, but no more is kept of it."""
        while length > 0:
            piece = self.rfile.read(min(length, 65_536))
            if not piece:
                raise ValueError("The body ends too early.")
            length -= len(piece)
            if len(body) <= LARGEST_BODY:
                body += piece

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-length", "0")
        self.end_headers()


def is_genuine(headers, body):
    token = headers.get("x-hotmart-hottok", "")
    if not any(is_same(token, expected) for expected in TOKENS):
        return False

    webhook_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    signature = "v1," + base64.b64encode(hmac.digest(KEY, signed, hashlib.sha256)).decode()
    # Several signatures while a secret is being changed: one that fits is enough.
    given = headers.get("webhook-signature", "").split(" ")
    if not any(is_same(one, signature) for one in given):
        return False

    if not webhook_id or not re.fullmatch("[0-9]{1,15}", timestamp):
        return False
    return abs(time.time() - int(timestamp)) <= TOLERANCE_SECONDS


def is_same(a, b):
    # In constant time: how long it takes tells nothing.
    return hmac.compare_digest(a.encode(), b.encode())


def open_inbox():
    return contextlib.closing(sqlite3.connect(INBOX, isolation_level=None))


def make_inbox():
    with open_inbox() as inbox:
        columns = "id TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0"
        inbox.execute(f"CREATE TABLE IF NOT EXISTS posts ({columns})")
        # The inbox of an older copy of this program lacks these. In next_at: when a post is due again, NULL if it is set aside.
        columns = [name for (name,) in inbox.execute("SELECT name FROM pragma_table_info('posts')")]
        for column in ("tries", "next_at"):
            if column not in columns:
                inbox.execute(f"ALTER TABLE posts ADD COLUMN {column} INTEGER DEFAULT 0")


def keep(post_id, body):
    with open_inbox() as inbox:
        # One that is known stays as it is. If it was set aside, it is tried again.
        known = "ON CONFLICT (id) DO UPDATE SET tries = 0, next_at = 0 WHERE next_at IS NULL"
        inbox.execute(f"INSERT INTO posts (id, body) VALUES (?, ?) {known}", (post_id, body))


wake = threading.Event()


def work():
    """Passes over the inbox, one after the other: at the start, after each post, and now and then."""
    due_until = sys.maxsize  # what the last process had no time for, however long it was to wait
    while True:
        try:
            work_off(due_until)
        except Exception:
            traceback.print_exc()  # the inbox itself: the next pass tries again
        wake.wait(WAIT_SECONDS[0])
        wake.clear()
        due_until = time.time()


def work_off(due_until):
    with open_inbox() as inbox:
        due = "SELECT id, body, tries FROM posts WHERE done = 0 AND next_at <= ?"
        for post_id, body, tries in inbox.execute(due, (due_until,)).fetchall():
            work_on(inbox, post_id, body, tries)


def work_on(inbox, post_id, body, tries):
    """One post, whose failure is its own: the others go on."""
    if tries < MOST_TRIES:
        # Counted before the work: a post that ends the process uses up its tries too.
        next_at = time.time() + (WAIT_SECONDS + [0])[tries]
        inbox.execute("UPDATE posts SET tries = ?, next_at = ? WHERE id = ?", (tries + 1, next_at, post_id))
        try:
            handle(json.loads(body))
            inbox.execute("UPDATE posts SET done = 1 WHERE id = ?", (post_id,))
            return
        except BaseException:  # a sys.exit() too: it would end this thread, and with it the work
            print(f"Post {post_id} failed, try {tries + 1} of {MOST_TRIES}:", file=sys.stderr)
            traceback.print_exc()
            if tries + 1 < MOST_TRIES:
                return
    inbox.execute("UPDATE posts SET next_at = NULL WHERE id = ?", (post_id,))
    try_again = f"UPDATE posts SET tries = 0, next_at = 0 WHERE id = '{post_id}'"
    print(f'Post {post_id} is set aside. To try it again: "Process again" in Postback, or {try_again}', file=sys.stderr)


def handle(event):
    """What an event means to you. If it throws or the process dies in the middle it is called again for the same event."""
    data = event["data"]
    email = data.get("buyer", {}).get("email")
    if event["event"] == "PURCHASE_APPROVED":
        print(f"Give access: {email}, order {data['purchase']['transaction']}", flush=True)
    elif event["event"] in ("PURCHASE_REFUNDED", "PURCHASE_CHARGEBACK"):
        print(f"Take access away: {email}, order {data['purchase']['transaction']}", flush=True)
    # All others are kept and left alone. New events appear: they are no error.


if __name__ == "__main__":
    make_inbox()
    threading.Thread(target=work, daemon=True).start()
    ThreadingHTTPServer(("", int(os.environ.get("PORT", "3000"))), Receiver).serve_forever()

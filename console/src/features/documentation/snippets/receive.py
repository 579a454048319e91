# Python 3.10 or newer, nothing to install. HOTTOK=… SIGNING_SECRET=whsec_… python3 receive.py
import base64
import contextlib
import hashlib
import hmac
import json
import os
import sqlite3
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# While a token is being changed: both, with a comma between them.
TOKENS = os.environ["HOTTOK"].split(",")
KEY = base64.b64decode(os.environ["SIGNING_SECRET"].removeprefix("whsec_"))
INBOX = os.environ.get("INBOX", "inbox.db")
TOLERANCE_SECONDS = 300
LARGEST_BODY = 1_000_000


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        # 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
        length = int(self.headers.get("content-length", 0))
        if not 0 <= length <= LARGEST_BODY:
            return self.answer(413)
        body = self.rfile.read(length)

        # 2. and 3. The token, the signature and the time.
        if not is_genuine(self.headers, body):
            return self.answer(401)

        # A test shows that you can be reached. Nobody bought anything.
        if self.headers.get("postback-test") == "true":
            return self.answer(200)

        # 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
        with open_inbox() as inbox:
            inbox.execute("INSERT OR IGNORE INTO posts (id, body) VALUES (?, ?)", (self.headers["webhook-id"], body.decode()))

        # 5. Answer. Whatever takes longer is done afterwards, from the inbox.
        self.answer(200)
        threading.Thread(target=work_off).start()

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

    return abs(time.time() - int(timestamp)) <= TOLERANCE_SECONDS


def is_same(a, b):
    # In constant time: how long it takes tells nothing.
    return hmac.compare_digest(a.encode(), b.encode())


@contextlib.contextmanager
def open_inbox():
    inbox = sqlite3.connect(INBOX)
    try:
        with inbox:
            yield inbox
    finally:
        inbox.close()


working = threading.Lock()


def work_off():
    with working, open_inbox() as inbox:
        for post_id, body in inbox.execute("SELECT id, body FROM posts WHERE done = 0").fetchall():
            handle(json.loads(body))
            inbox.execute("UPDATE posts SET done = 1 WHERE id = ?", (post_id,))
            inbox.commit()


def handle(event):
    """What an event means to you. If the process dies in the middle it is called again for the same event."""
    data = event["data"]
    email = data.get("buyer", {}).get("email")
    if event["event"] == "PURCHASE_APPROVED":
        print(f"Give access: {email}, order {data['purchase']['transaction']}", flush=True)
    elif event["event"] in ("PURCHASE_REFUNDED", "PURCHASE_CHARGEBACK"):
        print(f"Take access away: {email}, order {data['purchase']['transaction']}", flush=True)
    # All others are kept and left alone. New events appear: they are no error.


if __name__ == "__main__":
    with open_inbox() as db:
        db.execute("CREATE TABLE IF NOT EXISTS posts (id TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)")
    work_off()  # what the last process had no time for
    ThreadingHTTPServer(("", int(os.environ.get("PORT", "3000"))), Receiver).serve_forever()

<?php
// PHP 8.1 or newer with pdo_sqlite. HOTTOK and SIGNING_SECRET (whsec_…) come from the environment.
// A post that failed is tried again with a later one. So that it need not wait for one: cron, every minute, php receive.php
declare(strict_types=1);

const TOLERANCE_SECONDS = 300;
const LARGEST_BODY = 1_000_000;
// How long a post that failed waits for its next try. After the last try it is set aside.
const WAIT_SECONDS = [10, 60, 600, 3600];
const MOST_TRIES = 5;

if (PHP_SAPI === 'cli') {
    workOff(openInbox());
    exit;
}
http_response_code(receive());

function receive(): int
{
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        return 405;
    }
    // 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
    $body = file_get_contents('php://input', length: LARGEST_BODY + 1);
    if (strlen($body) > LARGEST_BODY || (int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > LARGEST_BODY) {
        return 413;
    }

    // 2. and 3. The token, the signature and the time.
    if (!isGenuine($body)) {
        return 401;
    }

    // A test shows that you can be reached. Nobody bought anything.
    if (($_SERVER['HTTP_POSTBACK_TEST'] ?? '') === 'true') {
        return 200;
    }

    // 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
    $inbox = openInbox();
    keep($inbox, $_SERVER['HTTP_WEBHOOK_ID'], $body);

    // 5. Answer. Whatever takes longer is done afterwards, from the inbox; by php-fpm without keeping the sender waiting.
    if (function_exists('fastcgi_finish_request')) {
        fastcgi_finish_request();
    }
    workOff($inbox);
    return 200;
}

function isGenuine(string $body): bool
{
    // While a token is being changed: both, with a comma between them.
    $tokens = explode(',', getenv('HOTTOK') ?: throw new RuntimeException('Set HOTTOK.'));
    $secret = getenv('SIGNING_SECRET') ?: throw new RuntimeException('Set SIGNING_SECRET.');
    $key = base64_decode(preg_replace('/^whsec_/', '', $secret));

    // In constant time: how long it takes tells nothing.
    $known = false;
    foreach ($tokens as $expected) {
        $known = hash_equals($expected, $_SERVER['HTTP_X_HOTMART_HOTTOK'] ?? '') || $known;
    }

    $id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    $signature = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
    $signed = false;
    // Several signatures while a secret is being changed: one that fits is enough.
    foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $given) {
        $signed = hash_equals($signature, $given) || $signed;
    }
    if (!$known || !$signed || $id === '' || !preg_match('/^\d{1,15}$/D', $timestamp)) {
        return false;
    }
    return abs(time() - (int) $timestamp) <= TOLERANCE_SECONDS;
}

function openInbox(): PDO
{
    $inbox = new PDO('sqlite:' . inboxFile());
    $inbox->exec('CREATE TABLE IF NOT EXISTS posts (id TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)');
    // The inbox of an older copy of this program lacks these. In next_at: when a post is due again, NULL if it is set aside.
    $columns = $inbox->query("SELECT name FROM pragma_table_info('posts')")->fetchAll(PDO::FETCH_COLUMN);
    foreach (array_diff(['tries', 'next_at'], $columns) as $column) {
        $inbox->exec("ALTER TABLE posts ADD COLUMN $column INTEGER DEFAULT 0");
    }
    return $inbox;
}

function inboxFile(): string
{
    return getenv('INBOX') ?: __DIR__ . '/../inbox.db';
}

function keep(PDO $inbox, string $id, string $body): void
{
    // One that is known stays as it is. If it was set aside, it is tried again.
    $known = 'ON CONFLICT (id) DO UPDATE SET tries = 0, next_at = 0 WHERE next_at IS NULL';
    $inbox->prepare("INSERT INTO posts (id, body) VALUES (?, ?) $known")->execute([$id, $body]);
}

// A pass over the inbox. Requests take turns, so that no post is handled twice at once.
function workOff(PDO $inbox): void
{
    $turn = fopen(inboxFile() . '.lock', 'c');
    flock($turn, LOCK_EX);
    $due = $inbox->query('SELECT id, body, tries FROM posts WHERE done = 0 AND next_at <= ' . time());
    foreach ($due->fetchAll() as ['id' => $id, 'body' => $body, 'tries' => $tries]) {
        workOn($inbox, $id, $body, $tries);
    }
    fclose($turn);
}

// One post, whose failure is its own: the others go on.
function workOn(PDO $inbox, string $id, string $body, int $tries): void
{
    if ($tries < MOST_TRIES) {
        // Counted before the work: a post that ends the process uses up its tries too.
        $nextAt = time() + (WAIT_SECONDS[$tries] ?? 0);
        $inbox->prepare('UPDATE posts SET tries = ?, next_at = ? WHERE id = ?')->execute([++$tries, $nextAt, $id]);
        try {
            handle(json_decode($body, true, flags: JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE));
            $inbox->prepare('UPDATE posts SET done = 1 WHERE id = ?')->execute([$id]);
            return;
        } catch (Throwable $error) {
            error_log("Post $id failed, try $tries of " . MOST_TRIES . ": $error");
            if ($tries < MOST_TRIES) {
                return;
            }
        }
    }
    $inbox->prepare('UPDATE posts SET next_at = NULL WHERE id = ?')->execute([$id]);
    $tryAgain = "UPDATE posts SET tries = 0, next_at = 0 WHERE id = '$id'";
    error_log("Post $id is set aside. To try it again: \"Process again\" in Postback, or $tryAgain");
}

// What an event means to you. If it throws or the process dies in the middle it is called again for the same event.
function handle(array $event): void
{
    $email = $event['data']['buyer']['email'] ?? '';
    $order = $event['data']['purchase']['transaction'] ?? '';
    match ($event['event'] ?? '') {
        'PURCHASE_APPROVED' => error_log("Give access: $email, order $order"),
        'PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK' => error_log("Take access away: $email, order $order"),
        // All others are kept and left alone. New events appear: they are no error.
        default => null,
    };
}

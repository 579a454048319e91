<?php
// PHP 8.1 or newer with pdo_sqlite. HOTTOK and SIGNING_SECRET (whsec_…) come from the environment.
declare(strict_types=1);

// While a token is being changed: both, with a comma between them.
$tokens = explode(',', getenv('HOTTOK') ?: throw new RuntimeException('Set HOTTOK.'));
$secret = getenv('SIGNING_SECRET') ?: throw new RuntimeException('Set SIGNING_SECRET.');
$key = base64_decode(preg_replace('/^whsec_/', '', $secret));
$toleranceSeconds = 300;

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    http_response_code(405);
    exit;
}

// 1. The raw bytes: the signature is over them. Parsed and written again they are not the same.
$body = file_get_contents('php://input');

// 2. The token, in constant time.
$token = $_SERVER['HTTP_X_HOTMART_HOTTOK'] ?? '';
$known = false;
foreach ($tokens as $expected) {
    $known = hash_equals($expected, $token) || $known;
}

// 3. The signature and the time.
$id = $_SERVER['HTTP_WEBHOOK_ID'] ?? '';
$timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
$signature = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
$signed = false;
// Several signatures while a secret is being changed: one that fits is enough.
foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $given) {
    $signed = hash_equals($signature, $given) || $signed;
}
$recent = abs(time() - (int) $timestamp) <= $toleranceSeconds;

if (!$known || !$signed || !$recent) {
    http_response_code(401);
    exit;
}

// A test shows that you can be reached. Nobody bought anything.
if (($_SERVER['HTTP_POSTBACK_TEST'] ?? '') === 'true') {
    exit;
}

// 4. Keep it once: the same webhook-id comes again when an answer was lost, or with "Process again".
$inbox = new PDO('sqlite:' . (getenv('INBOX') ?: __DIR__ . '/../inbox.db'));
$inbox->exec('CREATE TABLE IF NOT EXISTS posts (id TEXT PRIMARY KEY, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0)');
$inbox->prepare('INSERT OR IGNORE INTO posts (id, body) VALUES (?, ?)')->execute([$id, $body]);

// 5. Answer. Whatever takes longer is done afterwards, from the inbox; by php-fpm without keeping the sender waiting.
http_response_code(200);
if (function_exists('fastcgi_finish_request')) {
    fastcgi_finish_request();
}
foreach ($inbox->query('SELECT id, body FROM posts WHERE done = 0')->fetchAll() as $post) {
    handle(json_decode($post['body'], true));
    $inbox->prepare('UPDATE posts SET done = 1 WHERE id = ?')->execute([$post['id']]);
}

// What an event means to you. If the process dies in the middle it is called again for the same event.
function handle(array $event): void
{
    $email = $event['data']['buyer']['email'] ?? '';
    $order = $event['data']['purchase']['transaction'] ?? '';
    match ($event['event']) {
        'PURCHASE_APPROVED' => error_log("Give access: $email, order $order"),
        'PURCHASE_REFUNDED', 'PURCHASE_CHARGEBACK' => error_log("Take access away: $email, order $order"),
        // All others are kept and left alone. New events appear: they are no error.
        default => null,
    };
}

<?php
// A receiver as they were written for version 1.0.0: it trusts $_POST, compares the token, and keeps what came as JSON lines.
declare(strict_types=1);

$isForm = str_starts_with($_SERVER['CONTENT_TYPE'] ?? '', 'application/x-www-form-urlencoded');
$data = $isForm ? $_POST : json_decode(file_get_contents('php://input'), true, flags: JSON_THROW_ON_ERROR);
if (!hash_equals(getenv('HOTTOK'), (string) ($data['hottok'] ?? ''))) {
    http_response_code(401);
    exit;
}
$line = json_encode($data, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
file_put_contents(getenv('INBOX'), $line . "\n", FILE_APPEND | LOCK_EX);

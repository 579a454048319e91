<?php
// What the receivers in PHP share: their own record of what they made of each post.
declare(strict_types=1);

function understood(string $what): void
{
    keep(['understood' => $what]);
}

function refuse(int $status, string $why): never
{
    keep(['refused' => $why]);
    http_response_code($status);
    exit;
}

function keep(array $entry): void
{
    $line = json_encode($entry, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE) . "\n";
    file_put_contents(getenv('RECORD'), $line, FILE_APPEND | LOCK_EX);
}

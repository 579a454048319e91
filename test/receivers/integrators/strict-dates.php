<?php
// A course platform of its own. Dates go into DATETIME columns without fractions, so each is checked before it is stored.
declare(strict_types=1);
require __DIR__ . '/record.php';

if (($_SERVER['HTTP_X_HOTMART_HOTTOK'] ?? '') !== getenv('HOTTOK')) {
    refuse(401, 'wrong hottok');
}
$payload = json_decode(file_get_contents('php://input'), true);
if (!is_array($payload['data'] ?? null)) {
    refuse(400, 'no data');
}
$created = $payload['creation_date'] ?? $payload['creationDate'] ?? null;
if (!is_int($created) || $created < 1_500_000_000_000 || $created > 1000 * (time() + 60)) {
    refuse(400, 'creation_date is no integer in milliseconds, or to come');
}
array_walk_recursive($payload['data'], function (mixed $value, int|string $key): void {
    switch ($key) {
        case 'approved_date':
        case 'order_date':
        case 'date_next_charge':
        case 'pix_expiration_date':
            if (!is_int($value) || $value % 1000 !== 0) {
                refuse(400, "$key is no whole second: " . var_export($value, true));
            }
            break;
        case 'warranty_date':
            $form = 'Y-m-d\TH:i:s\Z';
            $date = DateTimeImmutable::createFromFormat("!$form", (string) $value, new DateTimeZone('UTC'));
            if ($date === false || $date->format($form) !== $value) {
                refuse(400, "warranty_date is in another form: $value");
            }
            break;
        case 'cancellation_date':
        case 'switch_plan_date':
            if (!is_int($value)) {
                refuse(400, "$key is no integer");
            }
    }
});
$purchase = $payload['data']['purchase'] ?? [];
if (isset($purchase['approved_date']) && $purchase['approved_date'] < $purchase['order_date']) {
    refuse(400, 'approved before it was ordered');
}
understood($payload['event']);

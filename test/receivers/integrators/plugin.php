<?php
// A plugin of a shop system with strict types: whatever warning PHP has becomes an exception, and a null a fault of the sender.
declare(strict_types=1);
require __DIR__ . '/record.php';

set_error_handler(function (int $level, string $message): never {
    throw new ErrorException($message);
});
set_exception_handler(function (Throwable $error): void {
    refuse(500, $error->getMessage());
});

function sanitize_text_field(string $text): string
{
    return trim(strip_tags($text));
}

function sanitize_email(string $email): string
{
    return filter_var($email, FILTER_VALIDATE_EMAIL) ?: refuse(422, "no e-mail: $email");
}

function no_nulls(array $values, string $at): void
{
    foreach ($values as $key => $value) {
        if ($value === null) {
            refuse(422, "$at.$key is null");
        }
        if (is_array($value)) {
            no_nulls($value, "$at.$key");
        }
    }
}

if (!hash_equals(getenv('HOTTOK'), $_SERVER['HTTP_X_HOTMART_HOTTOK'])) {
    refuse(401, 'Token inválido');
}
$payload = json_decode(file_get_contents('php://input'), true, 512, JSON_THROW_ON_ERROR);
no_nulls($payload, 'payload');
$data = $payload['data'];

/** @return array<string|int|float|bool> as they go into the database */
function row_of(string $event, array $data): array
{
    switch ($event) {
        case 'PURCHASE_OUT_OF_SHOPPING_CART':
            return [sanitize_email($data['buyer']['email']), $data['product']['id'], $data['offer']['code'], $data['checkout_country']['iso']];
        case 'SUBSCRIPTION_CANCELLATION':
            return [sanitize_email($data['subscriber']['email']), $data['subscriber']['code'], $data['subscription']['plan']['id'], $data['cancellation_date'], $data['date_next_charge']];
        case 'SWITCH_PLAN':
            return [sanitize_email($data['subscription']['user']['email']), $data['subscription']['subscriber_code'], $data['plans'][0]['id'], $data['plans'][1]['id']];
        case 'UPDATE_SUBSCRIPTION_CHARGE_DATE':
            return [sanitize_email($data['subscriber']['email']), $data['subscription']['status'], $data['plan']['offer']['code']];
        case 'CLUB_FIRST_ACCESS':
            return [sanitize_email($data['user']['email']), sanitize_text_field($data['user']['name']), $data['product']['id']];
        case 'CLUB_MODULE_COMPLETED':
            return [sanitize_email($data['user']['email']), sanitize_text_field($data['module']['id']), sanitize_text_field($data['product']['id'])];
        case 'ORDER_FULFILLMENT':
            return [$data['product']['id'], sanitize_text_field($data['product']['name'])];
        default:
            $purchase = $data['purchase'];
            return [
                sanitize_email($data['buyer']['email']),
                sanitize_text_field($data['buyer']['first_name']),
                sanitize_text_field($data['buyer']['last_name']),
                sanitize_text_field($data['buyer']['checkout_phone']),
                $data['buyer']['address']['country_iso'],
                $data['product']['id'],
                $data['affiliates'][0]['affiliate_code'],
                $data['commissions'][0]['value'] + $data['commissions'][1]['value'],
                sanitize_text_field($purchase['transaction']),
                $purchase['status'],
                intdiv($purchase['order_date'], 1000),
                $purchase['price']['value'],
                $purchase['price']['currency_value'],
                $purchase['payment']['type'],
                $purchase['payment']['installments_number'],
                $purchase['offer']['code'],
                isset($data['subscription']) ? $data['subscription']['subscriber']['code'] . $data['subscription']['plan']['name'] : '',
            ];
    }
}

row_of($payload['event'], $data);
understood($payload['event']);

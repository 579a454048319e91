<?php
// A members area of 2017, for version 1.0.0: purchases come in $_POST, everything else as JSON that is told apart by its keys.
declare(strict_types=1);
require __DIR__ . '/record.php';

$data = $_POST !== [] ? $_POST : json_decode(file_get_contents('php://input'), true);
if (!is_array($data) || !hash_equals(getenv('HOTTOK'), (string) ($data['hottok'] ?? ''))) {
    refuse(401, 'wrong hottok');
}

function demand(array $data, string ...$keys): void
{
    foreach ($keys as $key) {
        if (!isset($data[$key]) || $data[$key] === '') {
            refuse(400, "no $key");
        }
    }
}

if ($_POST === []) {
    if (isset($data['affiliate'], $data['productName'])) {
        demand($data, 'productId', 'productUcode', 'buyerVO');
        demand($data['buyerVO'], 'name', 'email');
        understood('cart');
    } elseif (isset($data['cancellationDate'])) {
        demand($data, 'subscriptionId', 'subscriberCode', 'dateNextCharge', 'userName', 'userEmail', 'productName', 'subscriptionPlanName');
        understood('cancellation');
    } elseif (isset($data['switchPlanDate'])) {
        demand($data['subscription']['product'], 'id', 'name');
        demand($data['subscription']['subscriber'], 'code', 'user');
        demand($data['newSubscriptionPlan'], 'name', 'offer');
        demand($data['previousSubscriptionPlan'], 'name', 'offer');
        understood('switch');
    } else {
        refuse(400, 'JSON of no known kind');
    }
    exit;
}

demand($data, 'callback_type', 'transaction', 'status', 'prod', 'prod_name', 'email', 'name', 'first_name', 'payment_type', 'payment_engine', 'receiver_type', 'off', 'currency');
if (filter_var($data['email'], FILTER_VALIDATE_EMAIL) === false) {
    refuse(400, 'email is none');
}
if (!ctype_digit($data['prod'])) {
    refuse(400, 'prod is no number');
}
foreach (['aff', 'xcod', 'sck'] as $key) {
    if (!isset($data[$key])) {
        refuse(400, "$key is not there, not even empty");
    }
}
foreach (['price', 'full_price', 'original_offer_price', 'cms_marketplace', 'cms_vendor'] as $key) {
    if (preg_match('/^-?\d+\.\d\d$/', $data[$key] ?? '') !== 1) {
        refuse(400, "$key is no amount");
    }
}
$dates = ['purchase_date'];
if (in_array($data['status'], ['approved', 'completed', 'refunded', 'dispute', 'chargeback'], true)) {
    array_push($dates, 'confirmation_purchase_date', 'warranty_date');
}
if (isset($data['subscriber_code'])) {
    demand($data, 'subscription_status', 'signature_status', 'name_subscription_plan');
    if (isset($data['subscription_date_next_charge'])) {
        $dates[] = 'subscription_date_next_charge';
    }
}
foreach ($dates as $key) {
    $form = 'Y-m-d\TH:i:s\Z';
    $date = DateTime::createFromFormat($form, $data[$key] ?? '');
    if ($date === false || $date->format($form) !== $data[$key]) {
        refuse(400, "$key is in another form: " . ($data[$key] ?? 'missing'));
    }
}
switch ($data['status']) {
    case 'approved':
    case 'completed':
        understood($data['status']); // gives access
        break;
    case 'canceled':
    case 'refunded':
    case 'dispute':
    case 'chargeback':
    case 'expired':
    case 'delayed':
        understood($data['status']); // takes it away
        break;
    case 'billet_printed':
        if ($data['payment_type'] === 'billet') {
            demand($data, 'billet_url', 'billet_barcode');
        }
        understood('billet_printed');
        break;
    default:
        refuse(400, "unknown status {$data['status']}");
}

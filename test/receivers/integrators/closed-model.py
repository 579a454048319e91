"""A service whose JSON library fails on unknown properties, as Java's does unless told otherwise: it takes the fields that
Hotmart documents or sends, each with its type, and nothing else."""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

NUMBER = (int, float)
ANY = object
MONEY = {"value": NUMBER, "currency_value": str}
COUNTRY = {"name": str, "iso": str}
PRODUCT = {"id": int, "name": str}
PLAN = {"id": int, "name": str}
USER = {"name": str, "email": str}
PURCHASE = {
    "product": {
        "id": int, "ucode": str, "name": str, "has_co_production": bool, "warranty_date": str, "support_email": str,
        "is_physical_product": bool, "content": ANY,
    },
    "affiliates": [{"affiliate_code": str, "name": str}],
    "buyer": {
        "email": str, "name": str, "first_name": str, "last_name": str, "checkout_phone": str, "checkout_phone_code": str,
        "document": str, "document_type": str,
        "address": {
            "country_iso": str, "country": str, "zipcode": str, "state": str, "city": str, "neighborhood": str,
            "complement": str, "number": str, "address": str,
        },
    },
    "producer": {"name": str, "document": str, "legal_nature": str},
    "commissions": [{"value": NUMBER, "currency_value": str, "source": str, "currency_conversion": ANY}],
    "purchase": {
        "approved_date": int, "full_price": MONEY, "original_offer_price": MONEY, "price": MONEY, "recurrence_number": int,
        "subscription_anticipation_purchase": bool, "offer": {"code": str, "coupon_code": str},
        "origin": {"src": str, "sck": str, "xcod": str}, "checkout_country": COUNTRY,
        "order_bump": {"is_order_bump": bool, "parent_purchase_transaction": str}, "order_date": int,
        "date_next_charge": int, "status": str, "transaction": str,
        "payment": {
            "type": str, "installments_number": int, "billet_url": str, "billet_barcode": str, "pix_code": str,
            "pix_qrcode": str, "pix_expiration_date": int, "refusal_reason": str,
        },
        "invoice_by": str, "is_funnel": bool, "event_tickets": {"amount": int}, "business_model": str,
        "sckPaymentLink": str,
    },
    "subscription": {"status": str, "plan": PLAN, "subscriber": {"code": str}},
}
DATA = {
    "PURCHASE_OUT_OF_SHOPPING_CART": {
        "affiliate": bool, "product": PRODUCT, "buyer": {"name": str, "email": str, "phone": str}, "buyer_ip": str,
        "offer": {"code": str}, "checkout_country": COUNTRY,
    },
    "SUBSCRIPTION_CANCELLATION": {
        "actual_recurrence_value": NUMBER, "cancellation_date": int, "date_next_charge": int, "product": PRODUCT,
        "subscriber": {
            "code": str, "name": str, "email": str,
            "phone": {"dddPhone": str, "phone": str, "dddCell": str, "cell": str},
        },
        "subscription": {"id": int, "plan": PLAN},
    },
    "SWITCH_PLAN": {
        "switch_plan_date": int,
        "subscription": {
            "subscriber_code": str, "status": str, "date_next_charge": int, "product": PRODUCT, "user": {"email": str},
        },
        "plans": [{"id": int, "name": str, "offer": {"key": str}, "current": bool}],
    },
    "UPDATE_SUBSCRIPTION_CHARGE_DATE": {
        "subscriber": {"name": str, "email": str, "code": str},
        "subscription": {
            "product": PRODUCT, "status": str, "old_charge_day": int, "new_charge_day": int, "date_next_charge": int,
            # In test posts.
            "oldChargeDay": int, "newChargeDay": int, "dateNextCharge": str,
        },
        "plan": {"id": int, "name": str, "offer": {"code": str}},
    },
    "CLUB_FIRST_ACCESS": {"product": PRODUCT, "user": USER},
    "CLUB_MODULE_COMPLETED": {"product": {"id": str, "name": str}, "user": USER, "module": {"id": str, "name": str}},
    "ORDER_FULFILLMENT": {"product": PRODUCT, "purchase": {"transaction": str}, "shipping": ANY},
}
PURCHASE_EVENTS = {
    "PURCHASE_" + name
    for name in "APPROVED COMPLETE CANCELED BILLET_PRINTED PROTEST REFUNDED CHARGEBACK EXPIRED DELAYED".split()
}
ENVELOPE = {"id": str, "creation_date": int, "creationDate": int, "event": str, "version": str, "hottok": str}


def check(shape, value, at):
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise ValueError(f"{at} is no object: {value!r}")
        for key, member in value.items():
            if key not in shape:
                raise ValueError(f'Unrecognized field "{at}.{key}"')
            check(shape[key], member, f"{at}.{key}")
    elif isinstance(shape, list):
        for entry in value:
            check(shape[0], entry, f"{at}[]")
    elif not isinstance(value, shape) or (isinstance(value, bool) and shape not in (bool, ANY)):
        raise ValueError(f"{at} has another type: {value!r}")


def read(headers, body):
    if headers.get("X-HOTMART-HOTTOK") != os.environ["HOTTOK"]:
        raise ValueError("wrong hottok")
    post = json.loads(body)
    event = post["event"]
    data = PURCHASE if event in PURCHASE_EVENTS else DATA[event]
    check({**ENVELOPE, "data": data}, post, "post")
    return event


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            status, entry = 200, {"understood": read(self.headers, body)}
        except Exception as error:
            status, entry = 400, {"refused": repr(error)}
        with open(os.environ["RECORD"], "a", encoding="utf-8") as record:
            record.write(json.dumps(entry) + "\n")
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


HTTPServer.request_queue_size = 128
HTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver).serve_forever()

/** Example payloads, with invented people. */
export const orderSample = {
  id: '019bc186-de00-7a54-9d13-5c6e2a10b7f4',
  creation_date: 1768478400000,
  event: 'PURCHASE_APPROVED',
  version: '2.0.0',
  data: {
    product: {
      id: 1234567,
      name: 'Baking Bread at Home',
    },
    buyer: {
      email: 'ana.souza@example.com',
      name: 'Ana Souza',
    },
    purchase: {
      transaction: 'HP00000000000001',
      status: 'APPROVED',
      price: {
        value: 197,
        currency_value: 'BRL',
      },
      payment: {
        type: 'CREDIT_CARD',
        installments_number: 1,
      },
    },
  },
}

export const cartSample = {
  id: '019bc186-de00-7a54-9d13-5c6e2a10b7f5',
  creation_date: 1768478400000,
  event: 'PURCHASE_OUT_OF_SHOPPING_CART',
  version: '2.0.0',
  data: {
    affiliate: false,
    product: {
      id: 1234567,
      name: 'Baking Bread at Home',
    },
    buyer: {
      name: 'Ana Souza',
      email: 'ana.souza@example.com',
      phone: '11999990000',
    },
    offer: {
      code: 'n82b9jqz',
    },
    checkout_country: {
      name: 'Brasil',
      iso: 'BR',
    },
  },
}

export const planSample = {
  id: '019bc186-de00-7a54-9d13-5c6e2a10b7f6',
  creation_date: 1768478400000,
  event: 'SWITCH_PLAN',
  version: '2.0.0',
  data: {
    switch_plan_date: 1768478399000,
    subscription: {
      subscriber_code: 'I9OT62C3',
      status: 'ACTIVE',
      product: {
        id: 1234567,
        name: 'Baking Bread at Home',
      },
      user: {
        email: 'ana.souza@example.com',
      },
    },
    plans: [
      {
        id: 731247,
        name: 'Annual plan',
        offer: {
          key: 'py01ycdp',
        },
        current: true,
      },
      {
        id: 731246,
        name: 'Monthly plan',
        offer: {
          key: 'n82b9jqz',
        },
        current: false,
      },
    ],
  },
}

export const cancelSample = {
  id: '019bc186-de00-7a54-9d13-5c6e2a10b7f7',
  creation_date: 1768478400000,
  event: 'SUBSCRIPTION_CANCELLATION',
  version: '2.0.0',
  data: {
    actual_recurrence_value: 64.9,
    cancellation_date: 1768478399900,
    date_next_charge: 1771070400000,
    product: {
      id: 1234567,
      name: 'Baking Bread at Home',
    },
    subscriber: {
      code: 'I9OT62C3',
      name: 'Ana Souza',
      email: 'ana.souza@example.com',
    },
    subscription: {
      id: 471681,
      plan: {
        id: 731246,
        name: 'Monthly plan',
      },
    },
  },
}

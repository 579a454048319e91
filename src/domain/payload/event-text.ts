import type { EventName } from '../event.ts'
import type { LocalText } from './local-text.ts'

interface EventText {
  readonly title: LocalText
  /** When the event comes, and what to do about it. */
  readonly meaning: LocalText
}

/** Titles are those by which producers know the events from Hotmart's help pages. */
export const eventTexts: Readonly<Record<EventName, EventText>> = {
  PURCHASE_CANCELED: {
    title: { en: 'Canceled purchase', pt: 'Compra cancelada', es: 'Compra cancelada' },
    meaning: {
      en: 'The payment failed or was refused before it was ever approved. Nothing was paid; the buyer may want help to try again.',
      pt: 'O pagamento falhou ou foi recusado antes de ser aprovado. Nada foi pago; o comprador pode querer ajuda para tentar de novo.',
      es: 'El pago falló o fue rechazado antes de aprobarse. No se pagó nada; es posible que el comprador quiera ayuda para intentarlo de nuevo.',
    },
  },
  PURCHASE_APPROVED: {
    title: { en: 'Approved purchase', pt: 'Compra aprovada', es: 'Compra aprobada' },
    meaning: {
      en: 'The payment is confirmed: give access. It comes again for every paid renewal of a subscription, with a higher recurrence_number and the same subscriber code.',
      pt: 'O pagamento foi confirmado: libere o acesso. Vem de novo a cada renovação paga de uma assinatura, com recurrence_number maior e o mesmo código de assinante.',
      es: 'El pago está confirmado: da el acceso. Llega de nuevo con cada renovación pagada de una suscripción, con un recurrence_number mayor y el mismo código de suscriptor.',
    },
  },
  PURCHASE_PROTEST: {
    title: { en: 'Refund claimed', pt: 'Pedido de reembolso', es: 'Pedido de reembolso' },
    meaning: {
      en: 'The buyer asks for the money back, which is not decided yet. The status of the sale is called DISPUTE.',
      pt: 'O comprador pede o dinheiro de volta, e isso ainda não foi decidido. O status da venda se chama DISPUTE.',
      es: 'El comprador pide que le devuelvan el dinero, y eso aún no está decidido. El estado de la venta se llama DISPUTE.',
    },
  },
  PURCHASE_REFUNDED: {
    title: { en: 'Refunded', pt: 'Compra reembolsada', es: 'Compra reembolsada' },
    meaning: {
      en: 'The buyer has got the money back: take access away. A partial refund makes no event.',
      pt: 'O comprador recebeu o dinheiro de volta: retire o acesso. Um reembolso parcial não gera evento.',
      es: 'El comprador recuperó su dinero: quita el acceso. Un reembolso parcial no genera ningún evento.',
    },
  },
  PURCHASE_CHARGEBACK: {
    title: { en: 'Chargeback', pt: 'Chargeback', es: 'Contracargo' },
    meaning: {
      en: 'The bank took the money back at the request of the card holder: take access away.',
      pt: 'O banco tomou o dinheiro de volta a pedido do titular do cartão: retire o acesso.',
      es: 'El banco retiró el dinero a pedido del titular de la tarjeta (chargeback): quita el acceso.',
    },
  },
  PURCHASE_EXPIRED: {
    title: { en: 'Purchase expired', pt: 'Compra expirada', es: 'Compra expirada' },
    meaning: {
      en: 'The slip or PIX code was not paid in time. Nothing was paid; a new one has to be issued.',
      pt: 'O boleto ou código PIX não foi pago no prazo. Nada foi pago; é preciso gerar um novo.',
      es: 'El boleto o el código PIX no se pagó a tiempo. No se pagó nada; hay que emitir uno nuevo.',
    },
  },
  PURCHASE_DELAYED: {
    title: { en: 'Delayed', pt: 'Compra atrasada', es: 'Compra atrasada' },
    meaning: {
      en: 'A charge of a subscription is overdue. It comes again at every further attempt that fails.',
      pt: 'Uma cobrança da assinatura está atrasada. Vem de novo a cada outra tentativa de cobrança que falha.',
      es: 'Un cobro de la suscripción está atrasado. Llega de nuevo con cada intento de cobro que falla.',
    },
  },
  PURCHASE_COMPLETE: {
    title: { en: 'Complete purchase', pt: 'Compra completa', es: 'Compra completa' },
    meaning: {
      en: 'The time in which the buyer could ask for the money back has ended. The status of the sale is called COMPLETED.',
      pt: 'O prazo em que o comprador podia pedir reembolso terminou. O status da venda se chama COMPLETED.',
      es: 'El plazo en que el comprador podía pedir el reembolso terminó. El estado de la venta se llama COMPLETED.',
    },
  },
  PURCHASE_BILLET_PRINTED: {
    title: {
      en: 'Waiting for payment (slip or PIX issued)',
      pt: 'Aguardando pagamento (boleto ou PIX gerado)',
      es: 'Esperando el pago (boleto o PIX emitido)',
    },
    meaning: {
      en: 'A boleto, PIX code or cash voucher was issued and is not paid yet: remind the buyer. An affiliate gets this event only if the producer lets affiliates see the data of buyers.',
      pt: 'Um boleto, código PIX ou voucher para pagar em dinheiro foi gerado e ainda não foi pago: lembre o comprador. Um afiliado só recebe este evento se o produtor permitir que afiliados vejam os dados dos compradores.',
      es: 'Se emitió un boleto, un código PIX o un voucher para pagar en efectivo que aún no se pagó: recuérdaselo al comprador. Un afiliado recibe este evento solo si el productor permite que los afiliados vean los datos de los compradores.',
    },
  },
  PURCHASE_OUT_OF_SHOPPING_CART: {
    title: { en: 'Cart abandonment', pt: 'Abandono de carrinho', es: 'Abandono de carrito' },
    meaning: {
      en: 'Somebody typed data into the checkout and left without buying. Nothing was bought, so there is no purchase in it; the same person may still buy later.',
      pt: 'Alguém preencheu dados no checkout e saiu sem comprar. Nada foi comprado, por isso não há compra no evento; a mesma pessoa ainda pode comprar depois.',
      es: 'Alguien escribió datos en el checkout y salió sin comprar. No se compró nada, así que no hay compra en el evento; la misma persona aún puede comprar después.',
    },
  },
  SUBSCRIPTION_CANCELLATION: {
    title: { en: 'Subscription cancellation', pt: 'Cancelamento de assinatura', es: 'Cancelación de suscripción' },
    meaning: {
      en: 'A subscription was cancelled and will not be charged again. What was paid for lasts until date_next_charge.',
      pt: 'Uma assinatura foi cancelada e não será mais cobrada. O que já foi pago vale até date_next_charge.',
      es: 'Se canceló una suscripción y no se cobrará más. Lo que ya se pagó dura hasta date_next_charge.',
    },
  },
  SWITCH_PLAN: {
    title: { en: 'Plan change', pt: 'Troca de plano', es: 'Cambio de plan' },
    meaning: {
      en: 'A subscriber changed to another plan. The one that is now in force is marked as current.',
      pt: 'Um assinante mudou para outro plano. O que vale agora vem marcado com current.',
      es: 'Un suscriptor cambió a otro plan. El que ahora está vigente viene marcado con current.',
    },
  },
  UPDATE_SUBSCRIPTION_CHARGE_DATE: {
    title: {
      en: 'Charge date change',
      pt: 'Atualização de data de cobrança',
      es: 'Actualización de la fecha de cobro',
    },
    meaning: {
      en: 'The day of the month on which a subscription is charged was changed.',
      pt: 'O dia do mês em que uma assinatura é cobrada mudou.',
      es: 'Cambió el día del mes en que se cobra una suscripción.',
    },
  },
  CLUB_FIRST_ACCESS: {
    title: { en: 'First access', pt: 'Primeiro acesso', es: 'Primer acceso' },
    meaning: {
      en: 'A student entered the members area for the first time.',
      pt: 'Um aluno entrou na área de membros pela primeira vez.',
      es: 'Un alumno entró al área de miembros por primera vez.',
    },
  },
  CLUB_MODULE_COMPLETED: {
    title: { en: 'Module completed', pt: 'Módulo completo', es: 'Módulo completado' },
    meaning: {
      en: 'A student finished a module in the members area.',
      pt: 'Um aluno concluiu um módulo na área de membros.',
      es: 'Un alumno completó un módulo en el área de miembros.',
    },
  },
  ORDER_FULFILLMENT: {
    title: { en: 'Order fulfillment', pt: 'Envio de produto físico', es: 'Envío de producto físico' },
    meaning: {
      en: 'A physical product was sent. The structure of its data is not published: what the platform reports is passed on as it is.',
      pt: 'Um produto físico foi enviado. A estrutura dos dados não é publicada: o que a plataforma informa é repassado como está.',
      es: 'Se envió un producto físico. La estructura de sus datos no está publicada: lo que informa la plataforma se transmite tal cual.',
    },
  },
}

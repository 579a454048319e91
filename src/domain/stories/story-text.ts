import type { LocalText } from '../payload/local-text.ts'
import type { StoryName } from './stories.ts'

interface StoryText {
  readonly title: LocalText
  /** The course of the story, and how a receiver should handle it. */
  readonly meaning: LocalText
}

export const storyTexts: Readonly<Record<StoryName, StoryText>> = {
  'card-complete': {
    title: {
      en: 'Card approved, guarantee over',
      pt: 'Cartão aprovado, garantia encerrada',
      es: 'Tarjeta aprobada, garantía terminada',
    },
    meaning: {
      en: 'A purchase by card is approved at once, and complete when its guarantee has ended. Access is given once, and stays.',
      pt: 'Uma compra no cartão é aprovada na hora e fica completa quando a garantia termina. O acesso é liberado uma vez e permanece.',
      es: 'Una compra con tarjeta se aprueba al momento y queda completa cuando termina la garantía. El acceso se da una vez y permanece.',
    },
  },
  'boleto-approved': {
    title: {
      en: 'Boleto printed, then paid',
      pt: 'Boleto impresso e depois pago',
      es: 'Boleto impreso y luego pagado',
    },
    meaning: {
      en: 'A boleto is issued and paid two days later. Access is given by the approval, not by the slip.',
      pt: 'Um boleto é emitido e pago dois dias depois. O acesso é liberado pela aprovação, não pelo boleto.',
      es: 'Se emite un boleto y se paga dos días después. El acceso lo da la aprobación, no el boleto.',
    },
  },
  'pix-expired': {
    title: { en: 'PIX code that expires', pt: 'Código PIX que expira', es: 'Código PIX que vence' },
    meaning: {
      en: 'A PIX code is issued and not paid in time. There is nothing to take away; the buyer may want to be reminded.',
      pt: 'Um código PIX é emitido e não é pago a tempo. Não há nada a retirar; vale lembrar o comprador.',
      es: 'Se emite un código PIX y no se paga a tiempo. No hay nada que quitar; quizá convenga recordárselo al comprador.',
    },
  },
  refund: {
    title: { en: 'Refund asked for and given', pt: 'Reembolso pedido e feito', es: 'Reembolso pedido y hecho' },
    meaning: {
      en: 'Within the guarantee the buyer asks for the money back, and gets it a day later. Access ends with the refund.',
      pt: 'Dentro da garantia, o comprador pede o dinheiro de volta e o recebe um dia depois. O acesso termina com o reembolso.',
      es: 'Dentro de la garantía, el comprador pide su dinero y lo recibe un día después. El acceso termina con el reembolso.',
    },
  },
  chargeback: {
    title: { en: 'Chargeback', pt: 'Chargeback', es: 'Contracargo' },
    meaning: {
      en: 'Twenty days after the approval the bank takes the money back. Access ends.',
      pt: 'Vinte dias depois da aprovação, o banco toma o dinheiro de volta. O acesso termina.',
      es: 'Veinte días después de la aprobación, el banco retira el dinero. El acceso termina.',
    },
  },
  subscription: {
    title: {
      en: 'Subscription: renewed, late, cancelled',
      pt: 'Assinatura: renovada, atrasada, cancelada',
      es: 'Suscripción: renovada, atrasada, cancelada',
    },
    meaning: {
      en: 'Three charges are paid, the fourth fails three times, and the subscription is cancelled. One subscriber code, a transaction for each charge.',
      pt: 'Três cobranças são pagas, a quarta falha três vezes e a assinatura é cancelada. Um código de assinante, uma transação por cobrança.',
      es: 'Se pagan tres cobros, el cuarto falla tres veces y la suscripción se cancela. Un código de suscriptor, una transacción por cobro.',
    },
  },
  'plan-switch': {
    title: { en: 'Plan switched', pt: 'Plano trocado', es: 'Cambio de plan' },
    meaning: {
      en: 'A subscriber goes from the monthly to the annual plan, and the next charge is that of the new plan.',
      pt: 'Um assinante passa do plano mensal para o anual, e a próxima cobrança já é a do novo plano.',
      es: 'Un suscriptor pasa del plan mensual al anual, y el siguiente cobro ya es el del plan nuevo.',
    },
  },
  'cart-recovered': {
    title: {
      en: 'Cart abandoned, then bought',
      pt: 'Carrinho abandonado e depois comprado',
      es: 'Carrito abandonado y luego comprado',
    },
    meaning: {
      en: 'Somebody leaves the checkout, and buys six hours later with the same e-mail. Reminders have to stop with the purchase.',
      pt: 'Alguém sai do checkout e compra seis horas depois com o mesmo e-mail. Os lembretes devem parar com a compra.',
      es: 'Alguien deja el checkout y compra seis horas después con el mismo correo. Los recordatorios deben parar con la compra.',
    },
  },
  'order-bump': {
    title: { en: 'Order bump', pt: 'Order bump', es: 'Order bump' },
    meaning: {
      en: 'A second product is added at the checkout. It is a transaction of its own, approved seconds later, which names the first as its parent.',
      pt: 'Um segundo produto é adicionado no checkout. É uma transação própria, aprovada segundos depois, que indica a primeira como principal.',
      es: 'Se agrega un segundo producto en el checkout. Es una transacción propia, aprobada segundos después, que nombra a la primera como principal.',
    },
  },
}

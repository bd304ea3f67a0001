import type { Locale } from "~/shops/schema";

import { COMMON } from "./common";
import { cart, code, products, question, readyMade, text } from "./compose";

/** Of cart recovery. */
const LEAVING_REASON = "leaving-reason";

const WHY = {
  en: "What held you back? One click helps us to do better.",
  pl: "Co Cię powstrzymało? Jedno kliknięcie pomoże nam to poprawić.",
  ru: "Что вас остановило? Один клик поможет нам стать лучше.",
};

const REASON = {
  en: "You get this e-mail because you began a checkout at {{ shop.name }}.",
  pl: "Ta wiadomość przyszła, ponieważ w sklepie {{ shop.name }} rozpoczęto zamówienie z tym adresem.",
  ru: "Вы получили это письмо, потому что начали оформлять заказ в магазине {{ shop.name }}.",
};

/** The cart, and what has changed about it since. */
function cartParts(locale: Locale) {
  const { priceNote, soldOut } = COMMON[locale];
  return [cart(locale), text(priceNote), text(soldOut), products(locale, "alternatives")];
}

export const checkoutReminder1 = readyMade({
  key: "checkout-reminder-1",
  topic: "cart",
  names: {
    en: "Left checkout: first reminder",
    pl: "Porzucone zamówienie: pierwsze przypomnienie",
    ru: "Брошенный заказ: первое напоминание",
  },
  words: {
    en: {
      subject: "Your cart is still here",
      preheader: "Everything is where you left it.",
      heading: "We kept your cart",
      body: "You were nearly done. Everything is still where you left it, so you can go on whenever it suits you.",
      closing: "Is something unclear? Just answer this e-mail. We are happy to help.",
      reason: REASON.en,
    },
    pl: {
      subject: "Twój koszyk czeka",
      preheader: "Wszystko jest tam, gdzie było.",
      heading: "Zachowaliśmy Twój koszyk",
      body: "Do końca zamówienia brakowało tylko chwili. Wszystko jest na swoim miejscu – wróć, kiedy Ci wygodnie.",
      closing: "Coś jest niejasne? Po prostu odpowiedz na tę wiadomość. Chętnie pomożemy.",
      reason: REASON.pl,
    },
    ru: {
      subject: "Ваша корзина ждёт вас",
      preheader: "Всё на своих местах.",
      heading: "Мы сохранили вашу корзину",
      body: "До конца заказа оставался один шаг. Всё осталось на своих местах – возвращайтесь, когда вам удобно.",
      closing: "Что-то непонятно? Просто ответьте на это письмо, мы с радостью поможем.",
      reason: REASON.ru,
    },
  },
  layout: (_words, locale) => [...cartParts(locale), question(LEAVING_REASON, WHY[locale])],
});

export const checkoutReminder2 = readyMade({
  key: "checkout-reminder-2",
  topic: "cart",
  names: {
    en: "Left checkout: second reminder",
    pl: "Porzucone zamówienie: drugie przypomnienie",
    ru: "Брошенный заказ: второе напоминание",
  },
  words: {
    en: {
      subject: "Still thinking it over?",
      preheader: "Your cart is a click away, and so are we.",
      heading: "Can we help you decide?",
      body: "Your cart is still saved. If a question about size, delivery or payment held you back, answer this e-mail and a person will write back.",
      closing: "And if you have changed your mind, that is fine too.",
      reason: REASON.en,
    },
    pl: {
      subject: "Jeszcze się zastanawiasz?",
      preheader: "Koszyk jest o jedno kliknięcie stąd, a my też jesteśmy blisko.",
      heading: "Pomóc w wyborze?",
      body: "Twój koszyk nadal jest zapisany. Jeśli zatrzymało Cię pytanie o rozmiar, dostawę albo płatność, odpowiedz na tę wiadomość – odpisze człowiek.",
      closing: "A jeśli po prostu zmieniły się plany, to też w porządku.",
      reason: REASON.pl,
    },
    ru: {
      subject: "Ещё раздумываете?",
      preheader: "Корзина в одном клике от вас, и мы тоже рядом.",
      heading: "Помочь с выбором?",
      body: "Ваша корзина по-прежнему сохранена. Если вас остановил вопрос о размере, доставке или оплате, ответьте на это письмо – вам напишет живой человек.",
      closing: "А если планы изменились, это тоже нормально.",
      reason: REASON.ru,
    },
  },
  layout: (_words, locale) => cartParts(locale),
});

export const checkoutReminder3 = readyMade({
  key: "checkout-reminder-3",
  topic: "cart",
  names: {
    en: "Left checkout: last reminder, with a code",
    pl: "Porzucone zamówienie: ostatnie przypomnienie z kodem",
    ru: "Брошенный заказ: последнее напоминание с кодом",
  },
  words: {
    en: {
      subject: "{% if code.code %}A code for your cart{% else %}Your cart is still saved{% endif %}",
      preheader:
        "{% if code.code %}A small thank-you for looking around.{% else %}We keep it a little longer.{% endif %}",
      heading: "{% if code.code %}Something for your cart{% else %}Your cart is still saved{% endif %}",
      body: "{% if code.code %}Your cart is still saved, and here is a code for it. It is yours alone and works by itself when you follow the button.{% else %}Everything you chose is still there, a click away.{% endif %}",
      closing: "This is our last note about this cart. See you another time.",
      reason: REASON.en,
    },
    pl: {
      subject: "{% if code.code %}Kod do Twojego koszyka{% else %}Twój koszyk nadal czeka{% endif %}",
      preheader:
        "{% if code.code %}Drobne podziękowanie za odwiedziny.{% else %}Zachowamy go jeszcze przez chwilę.{% endif %}",
      heading: "{% if code.code %}Coś do Twojego koszyka{% else %}Twój koszyk nadal czeka{% endif %}",
      body: "{% if code.code %}Twój koszyk nadal jest zapisany, a oto kod do niego. Jest tylko dla Ciebie i zadziała sam, gdy klikniesz przycisk.{% else %}Wszystko, co zostało wybrane, nadal tam jest – wystarczy jedno kliknięcie.{% endif %}",
      closing: "To nasza ostatnia wiadomość o tym koszyku. Do zobaczenia innym razem.",
      reason: REASON.pl,
    },
    ru: {
      subject: "{% if code.code %}Код для вашей корзины{% else %}Ваша корзина всё ещё ждёт{% endif %}",
      preheader:
        "{% if code.code %}Небольшая благодарность за визит.{% else %}Мы сохраним её ещё ненадолго.{% endif %}",
      heading: "{% if code.code %}Кое-что для вашей корзины{% else %}Ваша корзина всё ещё ждёт{% endif %}",
      body: "{% if code.code %}Ваша корзина всё ещё сохранена, а это – код для неё. Он только для вас и сработает сам, если нажать кнопку.{% else %}Всё, что вы выбрали, на месте – в одном клике от вас.{% endif %}",
      closing: "Это наше последнее письмо об этой корзине. До встречи в другой раз.",
      reason: REASON.ru,
    },
  },
  layout: (_words, locale) => [code(locale), ...cartParts(locale)],
});

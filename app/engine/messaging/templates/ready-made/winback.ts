import { button, code, products, readyMade } from "./compose";

const REASON = {
  en: "You get this e-mail because you bought at {{ shop.name }} and agreed to hear from us.",
  pl: "Ta wiadomość przyszła, ponieważ robisz zakupy w sklepie {{ shop.name }} i zgadzasz się na wiadomości od nas.",
  ru: "Вы получили это письмо, потому что покупали в магазине {{ shop.name }} и согласились получать от нас письма.",
};

export const winback = readyMade({
  key: "winback",
  topic: "offers",
  names: { en: "We miss you", pl: "Tęsknimy", ru: "Мы скучаем" },
  words: {
    en: {
      subject: "It has been a while",
      preheader: "A short look at what is new.",
      heading: "Good to write to you again",
      body: "It has been a while since your last order. A few things are new here, and some of them may be just your taste.",
      button: "See what is new",
      closing: "Was something not right last time? Tell us by answering this e-mail. We read every answer.",
      reason: REASON.en,
    },
    pl: {
      subject: "Dawno się nie widzieliśmy",
      preheader: "Krótko o tym, co nowego.",
      heading: "Miło znów do Ciebie napisać",
      body: "Od Twojego ostatniego zamówienia minęło trochę czasu. Mamy kilka nowości, a niektóre mogą być dokładnie w Twoim guście.",
      button: "Zobacz, co nowego",
      closing:
        "Ostatnim razem coś było nie tak? Napisz nam, odpowiadając na tę wiadomość. Czytamy każdą odpowiedź.",
      reason: REASON.pl,
    },
    ru: {
      subject: "Давно не виделись",
      preheader: "Коротко о том, что нового.",
      heading: "Рады снова вам написать",
      body: "С вашего последнего заказа прошло какое-то время. У нас появились новинки, и кое-что может прийтись вам по вкусу.",
      button: "Посмотреть новинки",
      closing: "В прошлый раз что-то было не так? Расскажите, ответив на это письмо. Мы читаем каждый ответ.",
      reason: REASON.ru,
    },
  },
  layout: ({ button: label }, locale) => [products(locale, "bestsellers"), button(label, "{{ shop.url }}")],
});

export const winbackCode = readyMade({
  key: "winback-code",
  topic: "offers",
  names: { en: "We miss you, with a code", pl: "Tęsknimy, z kodem", ru: "Мы скучаем, с кодом" },
  words: {
    en: {
      subject: "Something for your return",
      preheader: "A code that is yours alone.",
      heading: "We would love to see you again",
      body: "It has been some time since your last order, so here is a code to make coming back a little nicer. It is yours alone.",
      button: "Use my code",
      closing: "Whatever you choose: thank you for having been our customer.",
      reason: REASON.en,
    },
    pl: {
      subject: "Coś na Twój powrót",
      preheader: "Kod tylko dla Ciebie.",
      heading: "Chętnie zobaczymy Cię znowu",
      body: "Od Twojego ostatniego zamówienia minęło trochę czasu, dlatego mamy kod, który umili powrót. Jest tylko dla Ciebie.",
      button: "Użyj kodu",
      closing: "Bez względu na decyzję: dziękujemy za dotychczasowe zakupy.",
      reason: REASON.pl,
    },
    ru: {
      subject: "Кое-что к вашему возвращению",
      preheader: "Код только для вас.",
      heading: "Будем рады видеть вас снова",
      body: "С вашего последнего заказа прошло время, поэтому вот код, с которым возвращаться чуть приятнее. Он только для вас.",
      button: "Использовать код",
      closing: "Что бы вы ни решили – спасибо, что покупали у нас.",
      reason: REASON.ru,
    },
  },
  layout: ({ button: label }, locale) => [
    code(locale),
    button(label, "{{ code.url }}"),
    products(locale, "bestsellers"),
  ],
});

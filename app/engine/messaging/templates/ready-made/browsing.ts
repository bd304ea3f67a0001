import { COMMON } from "./common";
import { button, cart, products, readyMade, text } from "./compose";

export const cartLeft = readyMade({
  key: "cart-left",
  topic: "cart",
  names: { en: "Left cart", pl: "Porzucony koszyk", ru: "Брошенная корзина" },
  words: {
    en: {
      subject: "You put something in your cart",
      preheader: "It is saved, in case you want to go on.",
      heading: "Your choice is saved",
      body: "You put something nice in your cart and then life went on. No hurry: it is saved, on any device.",
      reason: "You get this e-mail because you filled a cart at {{ shop.name }}.",
    },
    pl: {
      subject: "W Twoim koszyku coś jest",
      preheader: "Zapisaliśmy go na wypadek, gdyby był jeszcze potrzebny.",
      heading: "Twój wybór jest zapisany",
      body: "W koszyku wylądowało coś ładnego, a potem wezwały inne sprawy. Bez pośpiechu: koszyk czeka na każdym urządzeniu.",
      reason: "Ta wiadomość przyszła, ponieważ w sklepie {{ shop.name }} napełniono koszyk.",
    },
    ru: {
      subject: "В вашей корзине кое-что есть",
      preheader: "Мы её сохранили – вдруг пригодится.",
      heading: "Ваш выбор сохранён",
      body: "Вы положили в корзину кое-что хорошее, а потом отвлекли дела. Не торопитесь: корзина сохранена и откроется на любом устройстве.",
      reason: "Вы получили это письмо, потому что наполнили корзину в магазине {{ shop.name }}.",
    },
  },
  layout: (_words, locale) => [cart(locale), text(COMMON[locale].soldOut)],
});

export const browse = readyMade({
  key: "browse",
  topic: "cart",
  names: { en: "Looked at a product", pl: "Obejrzany produkt", ru: "Просмотренный товар" },
  words: {
    en: {
      subject: "{{ product.title | default: 'Something' }} caught your eye",
      preheader: "Here it is again, so you need not search.",
      heading: "Would you like another look?",
      body: "You had a look at **{{ product.title | default: 'one of our products' }}**. Here is the way back, so that you need not search.",
      button: "See it again",
      closing: "Questions about it? Answer this e-mail.",
      reason:
        "You get this e-mail because you looked at a product at {{ shop.name }} and agreed to hear from us.",
    },
    pl: {
      subject: "Wpadło Ci w oko: {{ product.title | default: 'coś z naszej oferty' }}",
      preheader: "Oto link, żeby nie trzeba było szukać.",
      heading: "Może jeszcze jedno spojrzenie?",
      body: "Ostatnio zainteresował Cię produkt **{{ product.title | default: 'z naszej oferty' }}**. Oto droga powrotna, żeby nie trzeba było szukać.",
      button: "Zobacz jeszcze raz",
      closing: "Masz pytania? Odpowiedz na tę wiadomość.",
      reason:
        "Ta wiadomość przyszła, ponieważ oglądasz produkty w sklepie {{ shop.name }} i zgadzasz się na wiadomości od nas.",
    },
    ru: {
      subject: "Вам приглянулось: {{ product.title | default: 'кое-что из нашего магазина' }}",
      preheader: "Вот ссылка, чтобы не искать.",
      heading: "Посмотрите ещё раз?",
      body: "Недавно вы смотрели товар **{{ product.title | default: 'из нашего магазина' }}**. Вот дорога обратно, чтобы не искать.",
      button: "Посмотреть снова",
      closing: "Есть вопросы? Ответьте на это письмо.",
      reason:
        "Вы получили это письмо, потому что смотрели товары в магазине {{ shop.name }} и согласились получать от нас письма.",
    },
  },
  layout: ({ button: label }, locale) => [
    button(label, "{{ product.url }}"),
    products(locale, "bestsellers"),
  ],
});

export const replenishment = readyMade({
  key: "replenishment",
  topic: "offers",
  names: { en: "Time to restock", pl: "Czas uzupełnić zapas", ru: "Пора пополнить запас" },
  words: {
    en: {
      subject: "Running low?",
      preheader: "What you ordered last, ready to order again.",
      heading: "Nearly used up?",
      body: "By our reckoning what you ordered last time is running low. If so, ordering it again takes a minute.",
      button: "Order again",
      closing: "Still plenty left? Then simply keep this e-mail for later.",
      reason:
        "You get this e-mail because you bought something at {{ shop.name }} that is used up over time.",
    },
    pl: {
      subject: "Kończy się zapas?",
      preheader: "Twoje ostatnie zakupy, gotowe do ponownego zamówienia.",
      heading: "Pewnie już się kończy",
      body: "Z naszych obliczeń wynika, że zapas z ostatniego zamówienia dobiega końca. Ponowne zamówienie zajmie minutę.",
      button: "Zamów ponownie",
      closing: "Jeszcze sporo zostało? W takim razie zachowaj tę wiadomość na później.",
      reason:
        "Ta wiadomość przyszła, ponieważ w sklepie {{ shop.name }} kupujesz produkty, które się zużywają.",
    },
    ru: {
      subject: "Запас заканчивается?",
      preheader: "Ваш прошлый заказ – его легко повторить.",
      heading: "Наверное, уже заканчивается",
      body: "По нашим подсчётам, то, что вы заказывали в прошлый раз, подходит к концу. Повторить заказ можно за минуту.",
      button: "Заказать снова",
      closing: "Ещё много осталось? Тогда просто сохраните это письмо на потом.",
      reason:
        "Вы получили это письмо, потому что покупали в магазине {{ shop.name }} то, что со временем заканчивается.",
    },
  },
  layout: ({ button: label }, locale) => [products(locale, "last-bought"), button(label, "{{ shop.url }}")],
});

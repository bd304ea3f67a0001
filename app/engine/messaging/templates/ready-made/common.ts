import type { Locale } from "~/shops/schema";

type Common = {
  hello: string;
  cartButton: string;
  cartTotal: string;
  soldOut: string;
  priceNote: string;
  alternatives: string;
  codeLabel: string;
  /** `code.value` is a phrase: "10% off", "rabat 10%", "скидка 10 %". */
  codeTerms: string;
  bestsellers: string;
  unsubscribe: string;
  preferences: string;
};

/** What every template says in the same words. */
export const COMMON: Readonly<Record<Locale, Common>> = {
  en: {
    hello: "Hello{% if person.first_name %} {{ person.first_name }}{% endif %},",
    cartButton: "Back to my cart",
    cartTotal: "Subtotal",
    soldOut: "{% if cart.sold_out %}Sold out in the meantime: {{ cart.sold_out }}.{% endif %}",
    priceNote: "{% if cart.price_note %}{{ cart.price_note }}{% endif %}",
    alternatives: "In place of what is sold out",
    codeLabel: "Your personal code",
    codeTerms:
      "Gives you {{ code.value }} until {{ code.expires_on }}{% if code.minimum %}, on orders from {{ code.minimum }}{% endif %}.",
    bestsellers: "What others like",
    unsubscribe: "Unsubscribe",
    preferences: "Choose what I get",
  },
  pl: {
    hello: "Dzień dobry{% if person.first_name %}, {{ person.first_name }}{% endif %}!",
    cartButton: "Wróć do koszyka",
    cartTotal: "Wartość koszyka",
    soldOut: "{% if cart.sold_out %}W międzyczasie wyprzedane: {{ cart.sold_out }}.{% endif %}",
    priceNote: "{% if cart.price_note %}{{ cart.price_note }}{% endif %}",
    alternatives: "Zamiast tego, co wyprzedane",
    codeLabel: "Twój osobisty kod",
    codeTerms:
      "Za ten kod: {{ code.value }}. Ważny do {{ code.expires_on }}{% if code.minimum %}, przy zamówieniu od {{ code.minimum }}{% endif %}.",
    bestsellers: "Co lubią inni",
    unsubscribe: "Wypisz się",
    preferences: "Wybierz, co chcesz dostawać",
  },
  ru: {
    hello: "Здравствуйте{% if person.first_name %}, {{ person.first_name }}{% endif %}!",
    cartButton: "Вернуться в корзину",
    cartTotal: "Сумма",
    soldOut: "{% if cart.sold_out %}За это время закончилось: {{ cart.sold_out }}.{% endif %}",
    priceNote: "{% if cart.price_note %}{{ cart.price_note }}{% endif %}",
    alternatives: "Вместо того, что закончилось",
    codeLabel: "Ваш личный код",
    codeTerms:
      "По этому коду: {{ code.value }}. Действует до {{ code.expires_on }}{% if code.minimum %}, при заказе от {{ code.minimum }}{% endif %}.",
    bestsellers: "Что нравится другим",
    unsubscribe: "Отписаться",
    preferences: "Выбрать, что мне получать",
  },
};

import { button, products, question, readyMade } from "./compose";

/** Of the customer's usual way (features/lifecycle). */
const ORDER_RATING = "order-rating";

const RATE = {
  en: "How satisfied are you, from 1 (not at all) to 5 (very)?",
  pl: "Jak oceniasz zamówienie, od 1 (źle) do 5 (świetnie)?",
  ru: "Как вы оцениваете заказ: от 1 (плохо) до 5 (отлично)?",
};

export const thanks = readyMade({
  key: "thanks",
  topic: "service",
  names: { en: "Thanks after a purchase", pl: "Podziękowanie za zakup", ru: "Спасибо за покупку" },
  words: {
    en: {
      subject: "Thank you for your order",
      preheader: "A few words from us, person to person.",
      heading: "Thank you",
      body: "Your order{% if order.name %} {{ order.name }}{% endif %} means a lot to us. We hope everything is just as you wished.\n\nIf not, answer this e-mail. We will put it right.",
      reason: "You get this e-mail because you ordered at {{ shop.name }}.",
    },
    pl: {
      subject: "Dziękujemy za zamówienie",
      preheader: "Kilka słów od nas.",
      heading: "Dziękujemy!",
      body: "Twoje zamówienie{% if order.name %} {{ order.name }}{% endif %} wiele dla nas znaczy. Mamy nadzieję, że wszystko jest dokładnie tak, jak trzeba.\n\nJeśli nie, odpowiedz na tę wiadomość. Naprawimy to.",
      reason: "Ta wiadomość przyszła w związku z Twoim zamówieniem w sklepie {{ shop.name }}.",
    },
    ru: {
      subject: "Спасибо за заказ",
      preheader: "Несколько слов от нас.",
      heading: "Спасибо!",
      body: "Ваш заказ{% if order.name %} {{ order.name }}{% endif %} много для нас значит. Надеемся, всё именно так, как вы хотели.\n\nЕсли нет, ответьте на это письмо. Мы всё исправим.",
      reason: "Вы получили это письмо, потому что сделали заказ в магазине {{ shop.name }}.",
    },
  },
  layout: () => [],
});

export const surveyRequest = readyMade({
  key: "survey-request",
  topic: "surveys",
  names: { en: "Survey", pl: "Ankieta", ru: "Опрос" },
  words: {
    en: {
      subject: "How did we do?",
      preheader: "One question, one click.",
      heading: "One question about your order",
      body: "How satisfied are you with your order{% if order.name %} {{ order.name }}{% endif %}? One click is enough. Criticism helps us most: answer this e-mail, and a person reads it.",
      reason: "You get this e-mail because you ordered at {{ shop.name }}.",
    },
    pl: {
      subject: "Jak nam poszło?",
      preheader: "Jedno pytanie, jedno kliknięcie.",
      heading: "Jedno pytanie o Twoje zamówienie",
      body: "Jak oceniasz swoje zamówienie{% if order.name %} {{ order.name }}{% endif %}? Wystarczy jedno kliknięcie. Krytyka pomaga nam najbardziej: odpisz na tę wiadomość, a przeczyta ją człowiek.",
      reason: "Ta wiadomość przyszła w związku z Twoim zamówieniem w sklepie {{ shop.name }}.",
    },
    ru: {
      subject: "Как у нас получилось?",
      preheader: "Один вопрос, один клик.",
      heading: "Один вопрос о вашем заказе",
      body: "Довольны ли вы заказом{% if order.name %} {{ order.name }}{% endif %}? Достаточно одного клика. Больше всего нам помогает критика: ответьте на это письмо, и его прочитает человек.",
      reason: "Вы получили это письмо, потому что сделали заказ в магазине {{ shop.name }}.",
    },
  },
  layout: (_words, locale) => [question(ORDER_RATING, RATE[locale])],
});

export const welcome = readyMade({
  key: "welcome",
  topic: "offers",
  names: { en: "Welcome", pl: "Powitanie", ru: "Приветствие" },
  words: {
    en: {
      subject: "Welcome to {{ shop.name }}",
      preheader: "Good to have you here.",
      heading: "Good to have you here",
      body: "Thank you for signing up. We write rarely, and only when there is something worth your time. You can choose what you get at any time, below.",
      button: "Have a look around",
      reason: "You get this e-mail because you signed up at {{ shop.name }}.",
    },
    pl: {
      subject: "Witamy w {{ shop.name }}",
      preheader: "Miło, że jesteś z nami.",
      heading: "Miło, że jesteś z nami",
      body: "Dziękujemy za zapisanie się. Piszemy rzadko i tylko wtedy, gdy jest o czym. To, co dostajesz, możesz w każdej chwili zmienić poniżej.",
      button: "Rozejrzyj się",
      reason: "Ta wiadomość przyszła po zapisaniu się w sklepie {{ shop.name }}.",
    },
    ru: {
      subject: "Добро пожаловать в {{ shop.name }}",
      preheader: "Хорошо, что вы с нами.",
      heading: "Хорошо, что вы с нами",
      body: "Спасибо за подписку. Мы пишем редко и только тогда, когда есть о чём. Выбрать, что получать, можно в любой момент по ссылке внизу.",
      button: "Осмотреться",
      reason: "Вы получили это письмо, потому что подписались в магазине {{ shop.name }}.",
    },
  },
  layout: ({ button: label }, locale) => [button(label, "{{ shop.url }}"), products(locale, "bestsellers")],
});

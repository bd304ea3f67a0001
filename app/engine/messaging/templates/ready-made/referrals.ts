import { button, code, readyMade } from "./compose";

const REASON = {
  en: "You get this e-mail because you are a customer of {{ shop.name }}.",
  pl: "Ta wiadomość przyszła, ponieważ kupujesz w sklepie {{ shop.name }}.",
  ru: "Вы получили это письмо, потому что вы покупатель магазина {{ shop.name }}.",
};

export const tellAFriend = readyMade({
  key: "tell-a-friend",
  topic: "loyalty",
  names: { en: "Tell a friend", pl: "Poleć znajomym", ru: "Расскажите друзьям" },
  words: {
    en: {
      subject: "Do you know somebody who would like {{ shop.name }}?",
      preheader: "A present for them, and one for you.",
      heading: "Good things are passed on",
      body: "You came back to us, and we are glad of that. Perhaps you know somebody who would like it here as well.\n\nWe have a link for you to share. Whoever follows it gets **{{ referral.friend_gets | default: 'a present' }}** on a first order. For each friend who buys, you get **{{ referral.you_get | default: 'a thank-you' }}** once the return window is over.",
      button: "Get my link",
      closing: "Only if you like, and to whom you like: we write to nobody on your behalf.",
      reason: REASON.en,
    },
    pl: {
      subject: "Komu jeszcze spodoba się {{ shop.name }}?",
      preheader: "Prezent dla znajomych i podziękowanie dla Ciebie.",
      heading: "Dobrym warto się podzielić",
      body: "Cieszymy się, że do nas wracasz. Być może znasz kogoś, komu też się tu spodoba.\n\nMamy dla Ciebie link do podzielenia się. Znajomi dostają za pierwsze zakupy: **{{ referral.friend_gets | default: 'prezent' }}**. Ty za każdą osobę, która coś kupi, gdy minie czas na zwrot: **{{ referral.you_get | default: 'podziękowanie' }}**.",
      button: "Pokaż mój link",
      closing: "Tylko jeśli masz ochotę i tylko komu chcesz: do nikogo nie piszemy w Twoim imieniu.",
      reason: REASON.pl,
    },
    ru: {
      subject: "Кому ещё понравится {{ shop.name }}?",
      preheader: "Подарок друзьям и благодарность вам.",
      heading: "Хорошим стоит делиться",
      body: "Мы рады, что вы к нам вернулись. Возможно, вы знаете кого-то, кому у нас тоже понравится.\n\nУ нас есть для вас личная ссылка. Друзья получат за первый заказ: **{{ referral.friend_gets | default: 'подарок' }}**. Вы за каждого, кто что-то купит, когда пройдёт срок возврата: **{{ referral.you_get | default: 'благодарность' }}**.",
      button: "Получить ссылку",
      closing: "Только если хочется и только кому хочется: от вашего имени мы никому не пишем.",
      reason: REASON.ru,
    },
  },
  layout: ({ button: label }) => [button(label, "{{ referral.url }}")],
});

export const referralThanks = readyMade({
  key: "referral-thanks",
  topic: "loyalty",
  names: {
    en: "Thanks for the recommendation",
    pl: "Podziękowanie za polecenie",
    ru: "Спасибо за рекомендацию",
  },
  words: {
    en: {
      subject: "A friend of yours bought: thank you",
      preheader: "Here is what you get for it.",
      heading: "Thank you for recommending us",
      body: "Somebody you sent to us bought something, and kept it. As promised, you get **{% if code.value %}{{ code.value }}{% else %}{{ referral.you_get | default: 'a thank-you' }}{% endif %}** for it.",
      button: "See what my link brought",
      closing: "Your link goes on working for other friends.",
      reason: REASON.en,
    },
    pl: {
      subject: "Ktoś kupił z Twojego polecenia. Dziękujemy!",
      preheader: "Oto podziękowanie dla Ciebie.",
      heading: "Dziękujemy za polecenie",
      body: "Osoba, której nas polecasz, zrobiła zakupy i niczego nie zwróciła. Zgodnie z obietnicą dostajesz: **{% if code.value %}{{ code.value }}{% else %}{{ referral.you_get | default: 'podziękowanie' }}{% endif %}**.",
      button: "Zobacz swoje polecenia",
      closing: "Twój link nadal działa dla kolejnych znajomych.",
      reason: REASON.pl,
    },
    ru: {
      subject: "Ваш друг сделал заказ. Спасибо!",
      preheader: "Вот что вы за это получаете.",
      heading: "Спасибо, что рекомендуете нас",
      body: "Человек, которому вы нас посоветовали, сделал заказ и ничего не вернул. Как обещали, вы получаете: **{% if code.value %}{{ code.value }}{% else %}{{ referral.you_get | default: 'благодарность' }}{% endif %}**.",
      button: "Посмотреть мои рекомендации",
      closing: "Ваша ссылка работает и для других друзей.",
      reason: REASON.ru,
    },
  },
  layout: ({ button: label }, locale) => [code(locale), button(label, "{{ referral.url }}")],
});

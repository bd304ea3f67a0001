import { button, code, points, readyMade } from "./compose";

export const codeExpires = readyMade({
  key: "code-expires",
  topic: "offers",
  names: { en: "Code expires soon", pl: "Kod wkrótce wygasa", ru: "Код скоро истекает" },
  words: {
    en: {
      subject: "Your code is valid until {{ code.expires_on | default: 'soon' }}",
      preheader: "A reminder, so that it is not lost.",
      heading: "You still have a code",
      body: "You have not used your personal code yet. Should you wish to, here it is again.",
      button: "Use my code",
      closing: "If you do not need it, you need not do anything.",
      reason: "You get this e-mail because {{ shop.name }} gave you a personal code.",
    },
    pl: {
      subject: "Twój kod jest ważny do {{ code.expires_on | default: 'niedługo' }}",
      preheader: "Przypominamy, żeby nie przepadł.",
      heading: "Nadal masz kod",
      body: "Twój osobisty kod nie został jeszcze użyty. Gdyby był potrzebny, oto on.",
      button: "Użyj kodu",
      closing: "Jeśli go nie potrzebujesz, nie musisz nic robić.",
      reason: "Ta wiadomość przyszła, ponieważ masz osobisty kod od sklepu {{ shop.name }}.",
    },
    ru: {
      subject: "Ваш код действует до {{ code.expires_on | default: 'скорой даты' }}",
      preheader: "Напоминаем, чтобы он не пропал.",
      heading: "У вас ещё есть код",
      body: "Вы пока не использовали свой личный код. Если захотите – вот он.",
      button: "Использовать код",
      closing: "Если он не нужен, ничего делать не надо.",
      reason: "Вы получили это письмо, потому что магазин {{ shop.name }} подарил вам личный код.",
    },
  },
  layout: ({ button: label }, locale) => [code(locale), button(label, "{{ code.url }}")],
});

const POINTS = {
  en: "You have **{{ points.balance }}** points{% if points.value %}, worth {{ points.value }}{% endif %}.",
  pl: "Twoje saldo punktów: **{{ points.balance }}**{% if points.value %}, czyli {{ points.value }}{% endif %}.",
  ru: "Ваш баланс баллов: **{{ points.balance }}**{% if points.value %}, то есть {{ points.value }}{% endif %}.",
};

export const pointsExpire = readyMade({
  key: "points-expire",
  topic: "loyalty",
  names: { en: "Points expire soon", pl: "Punkty wkrótce wygasają", ru: "Баллы скоро сгорят" },
  words: {
    en: {
      subject: "Some of your points end on {{ points.expires_on | default: 'a day soon' }}",
      preheader: "So that none are lost.",
      heading: "Points that want to be used",
      body: "Points that end on {{ points.expires_on | default: 'a day soon' }}: **{{ points.expiring | default: 'some of yours' }}**. Any order keeps them from being lost.",
      button: "Use my points",
      reason: "You get this e-mail because you collect points at {{ shop.name }}.",
    },
    pl: {
      subject: "Część Twoich punktów wygasa {{ points.expires_on | default: 'niedługo' }}",
      preheader: "Żeby żaden nie przepadł.",
      heading: "Punkty czekają na wykorzystanie",
      body: "Punkty, które wygasają {{ points.expires_on | default: 'niedługo' }}: **{{ points.expiring | default: 'część z nich' }}**. Wystarczy jedno zamówienie, żeby nie przepadły.",
      button: "Wykorzystaj punkty",
      reason: "Ta wiadomość przyszła, ponieważ zbierasz punkty w sklepie {{ shop.name }}.",
    },
    ru: {
      subject: "Часть ваших баллов сгорит {{ points.expires_on | default: 'скоро' }}",
      preheader: "Чтобы ни один не пропал.",
      heading: "Баллы ждут, чтобы их потратили",
      body: "Баллы, которые сгорят {{ points.expires_on | default: 'скоро' }}: **{{ points.expiring | default: 'часть ваших' }}**. Достаточно одного заказа, чтобы они не пропали.",
      button: "Потратить баллы",
      reason: "Вы получили это письмо, потому что собираете баллы в магазине {{ shop.name }}.",
    },
  },
  layout: ({ button: label }, locale) => [points(POINTS[locale]), button(label, "{{ points.url }}")],
});

import { button, readyMade } from "./compose";

export const VIP_REASON = {
  en: "You get this e-mail because you are one of the regular customers of {{ shop.name }}.",
  pl: "Ta wiadomość przyszła, ponieważ należysz do stałych klientów sklepu {{ shop.name }}.",
  ru: "Вы получили это письмо, потому что вы постоянный покупатель магазина {{ shop.name }}.",
};

export const vipWelcome = readyMade({
  key: "vip-welcome",
  topic: "loyalty",
  names: { en: "VIP welcome", pl: "Powitanie VIP", ru: "Приветствие VIP" },
  words: {
    en: {
      subject: "Welcome to {{ tier.name | default: 'our VIPs' }}",
      preheader: "Thank you for your loyalty.",
      heading: "You are one of our best customers now",
      body: "With your last order you reached **{{ tier.name | default: 'VIP' }}**. From now on you hear of new things first and get invitations that others do not get.\n\nThere is nothing you need to do.",
      button: "To the shop",
      closing: "Thank you for coming back again and again.",
      reason: VIP_REASON.en,
    },
    pl: {
      subject: "Witamy w gronie {{ tier.name | default: 'VIP' }}",
      preheader: "Dziękujemy za lojalność.",
      heading: "Należysz teraz do naszych najlepszych klientów",
      body: "Dzięki ostatniemu zamówieniu masz status **{{ tier.name | default: 'VIP' }}**. Od teraz dowiadujesz się o nowościach przed innymi i dostajesz zaproszenia tylko dla wybranych.\n\nNie musisz nic robić.",
      button: "Do sklepu",
      closing: "Dziękujemy, że wciąż do nas wracasz.",
      reason: VIP_REASON.pl,
    },
    ru: {
      subject: "Добро пожаловать в {{ tier.name | default: 'VIP' }}",
      preheader: "Спасибо за вашу верность.",
      heading: "Теперь вы один из наших лучших покупателей",
      body: "Последний заказ дал вам статус **{{ tier.name | default: 'VIP' }}**. Теперь вы первыми узнаёте о новинках и получаете приглашения, которых нет у других.\n\nДелать ничего не нужно.",
      button: "В магазин",
      closing: "Спасибо, что возвращаетесь к нам снова и снова.",
      reason: VIP_REASON.ru,
    },
  },
  layout: ({ button: label }) => [button(label, "{{ shop.url }}")],
});

export const premiereInvitation = readyMade({
  key: "premiere-invitation",
  topic: "loyalty",
  names: { en: "Invitation to a premiere", pl: "Zaproszenie na premierę", ru: "Приглашение на премьеру" },
  words: {
    en: {
      subject: "You are invited: {{ premiere.title | default: 'a premiere' }}",
      preheader: "Before everybody else.",
      heading: "You see it first",
      body: "On {{ premiere.starts_on | default: 'the day of the premiere' }} we open **{{ premiere.title | default: 'something new' }}**, first for a small circle. We would be glad to have you there.{% if premiere.code %}\n\nYour access code: **{{ premiere.code }}**{% endif %}",
      button: "Accept the invitation",
      reason: VIP_REASON.en,
    },
    pl: {
      subject: "Zaproszenie: {{ premiere.title | default: 'premiera' }}",
      preheader: "Przed wszystkimi innymi.",
      heading: "Zobacz to przed innymi",
      body: "{{ premiere.title | default: 'Coś nowego' }} – premiera {{ premiere.starts_on | default: 'już wkrótce' }}, najpierw w małym gronie. Będzie nam miło, jeśli do niego dołączysz.{% if premiere.code %}\n\nTwój kod dostępu: **{{ premiere.code }}**{% endif %}",
      button: "Przyjmij zaproszenie",
      reason: VIP_REASON.pl,
    },
    ru: {
      subject: "Приглашаем вас: {{ premiere.title | default: 'премьера' }}",
      preheader: "Раньше всех.",
      heading: "Вы увидите это первыми",
      body: "{{ premiere.title | default: 'Кое-что новое' }} – премьера {{ premiere.starts_on | default: 'уже скоро' }}, сначала для узкого круга. Будем рады вам.{% if premiere.code %}\n\nВаш код доступа: **{{ premiere.code }}**{% endif %}",
      button: "Принять приглашение",
      reason: VIP_REASON.ru,
    },
  },
  layout: ({ button: label }) => [button(label, "{{ premiere.url }}")],
});

export const tierLost = readyMade({
  key: "tier-lost",
  topic: "loyalty",
  names: { en: "Tier lost", pl: "Utrata statusu", ru: "Потеря статуса" },
  words: {
    en: {
      subject: "Your status has changed",
      preheader: "What is different now, and what is not.",
      heading: "A change of your status",
      body: "Your status **{{ tier.former_name | default: 'VIP' }}** has ended{% if tier.name %}; from now on you have **{{ tier.name }}**{% endif %}. It counts what you ordered lately, so your next orders can bring it back.\n\nNothing else changes: your account and your points stay as they are.",
      button: "To the shop",
      reason: VIP_REASON.en,
    },
    pl: {
      subject: "Zmiana Twojego statusu",
      preheader: "Co się zmienia, a co nie.",
      heading: "Twój status się zmienił",
      body: "Status **{{ tier.former_name | default: 'VIP' }}** wygasł{% if tier.name %}; od teraz masz status **{{ tier.name }}**{% endif %}. Liczą się zamówienia z ostatniego czasu, więc kolejne mogą go przywrócić.\n\nPoza tym nic się nie zmienia: konto i punkty zostają bez zmian.",
      button: "Do sklepu",
      reason: VIP_REASON.pl,
    },
    ru: {
      subject: "Ваш статус изменился",
      preheader: "Что теперь иначе, а что нет.",
      heading: "Изменение вашего статуса",
      body: "Статус **{{ tier.former_name | default: 'VIP' }}** закончился{% if tier.name %}; теперь у вас статус **{{ tier.name }}**{% endif %}. Учитываются заказы за последнее время, поэтому новые заказы могут его вернуть.\n\nБольше ничего не меняется: аккаунт и баллы остаются как были.",
      button: "В магазин",
      reason: VIP_REASON.ru,
    },
  },
  layout: ({ button: label }) => [button(label, "{{ shop.url }}")],
});

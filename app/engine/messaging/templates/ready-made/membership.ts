import { button, code, readyMade } from "./compose";
import { VIP_REASON } from "./vip";

export const tierEnding = readyMade({
  key: "tier-ending",
  topic: "loyalty",
  names: { en: "Tier ends soon", pl: "Status wkrótce wygaśnie", ru: "Статус скоро закончится" },
  words: {
    en: {
      subject: "Your status {{ tier.former_name | default: 'VIP' }} ends soon",
      preheader: "There is still time to keep it.",
      heading: "Your status ends on {{ tier.ends_on | default: 'a day soon to come' }}",
      body: "Until then **{{ tier.former_name | default: 'VIP' }}** is yours, with everything that belongs to it.{% if tier.name %} After that you have **{{ tier.name }}**.{% endif %}\n\nWhat counts is what you ordered lately: if you order enough again before that day, your status stays as it is.",
      button: "To the shop",
      closing: "If you need nothing just now, there is nothing you need to do.",
      reason: VIP_REASON.en,
    },
    pl: {
      subject: "Twój status {{ tier.former_name | default: 'VIP' }} wkrótce wygaśnie",
      preheader: "Jest jeszcze czas, by go zachować.",
      heading: "Koniec Twojego statusu: {{ tier.ends_on | default: 'już wkrótce' }}",
      body: "Do tego dnia masz status **{{ tier.former_name | default: 'VIP' }}** i wszystko, co się z nim wiąże.{% if tier.name %} Później będzie to **{{ tier.name }}**.{% endif %}\n\nLiczą się zamówienia z ostatniego czasu: jeśli do tego dnia znów będzie ich dość, status zostanie bez zmian.",
      button: "Do sklepu",
      closing: "Jeśli teraz nic nie jest potrzebne, nie musisz nic robić.",
      reason: VIP_REASON.pl,
    },
    ru: {
      subject: "Ваш статус {{ tier.former_name | default: 'VIP' }} скоро закончится",
      preheader: "Его ещё можно сохранить.",
      heading: "Окончание статуса: {{ tier.ends_on | default: 'уже скоро' }}",
      body: "До этого дня у вас статус **{{ tier.former_name | default: 'VIP' }}** и всё, что к нему относится.{% if tier.name %} Потом будет **{{ tier.name }}**.{% endif %}\n\nУчитываются заказы за последнее время: если до этого дня их снова будет достаточно, статус останется прежним.",
      button: "В магазин",
      closing: "Если сейчас ничего не нужно, делать ничего не надо.",
      reason: VIP_REASON.ru,
    },
  },
  layout: ({ button: label }) => [button(label, "{{ shop.url }}")],
});

export const vipPerk = readyMade({
  key: "vip-perk",
  topic: "loyalty",
  names: { en: "A code for VIPs", pl: "Kod dla VIP-ów", ru: "Код для VIP" },
  words: {
    en: {
      subject: "Something for you as {{ tier.name | default: 'a VIP' }}",
      preheader: "A personal code, with our thanks.",
      heading: "This belongs to your status",
      body: "As **{{ tier.name | default: 'a VIP' }}** you get a code of your own. Here it is; it works once, for you alone.",
      button: "Use my code",
      closing: "Thank you for coming back again and again.",
      reason: VIP_REASON.en,
    },
    pl: {
      subject: "Coś dla Ciebie: status {{ tier.name | default: 'VIP' }}",
      preheader: "Osobisty kod, z podziękowaniem.",
      heading: "To należy do Twojego statusu",
      body: "Status **{{ tier.name | default: 'VIP' }}** daje Ci własny kod. Oto on: działa raz i tylko dla Ciebie.",
      button: "Użyj kodu",
      closing: "Dziękujemy, że wciąż do nas wracasz.",
      reason: VIP_REASON.pl,
    },
    ru: {
      subject: "Кое-что для вас: статус {{ tier.name | default: 'VIP' }}",
      preheader: "Личный код – с благодарностью.",
      heading: "Это входит в ваш статус",
      body: "Статус **{{ tier.name | default: 'VIP' }}** даёт вам личный код. Вот он: сработает один раз и только у вас.",
      button: "Использовать код",
      closing: "Спасибо, что возвращаетесь к нам снова и снова.",
      reason: VIP_REASON.ru,
    },
  },
  layout: ({ button: label }, locale) => [code(locale), button(label, "{{ code.url }}")],
});

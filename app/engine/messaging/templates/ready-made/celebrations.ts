import { button, code, readyMade } from "./compose";

/** How many years, with the right word for each number. */
const YEARS = {
  en: "{% if years == 1 %}one year{% else %}{{ years }} years{% endif %}",
  pl: "{% case years %}{% when 1 %}rok{% when 2, 3, 4, 22, 23, 24 %}{{ years }} lata{% else %}{{ years }} lat{% endcase %}",
  ru: "{% case years %}{% when 1 %}год{% when 21 %}21 год{% when 2, 3, 4, 22, 23, 24 %}{{ years }} года{% else %}{{ years }} лет{% endcase %}",
};

export const anniversary = readyMade({
  key: "anniversary",
  topic: "loyalty",
  names: { en: "Registration anniversary", pl: "Rocznica rejestracji", ru: "Годовщина регистрации" },
  words: {
    en: {
      subject: `We have known each other for ${YEARS.en}`,
      preheader: "A present, because it is your day.",
      heading: "Happy anniversary",
      body: `Today it is ${YEARS.en} since you joined us. Thank you for staying. Here is a present; it grows with every year.`,
      button: "Pick something",
      closing: "See you next year, and gladly before.",
      reason:
        "You get this e-mail because you registered at {{ shop.name }} on this day and agreed to hear from us.",
    },
    pl: {
      subject: `Znamy się już ${YEARS.pl}`,
      preheader: "Prezent, bo to Twój dzień.",
      heading: "Mamy rocznicę!",
      body: "Dziś {% case years %}{% when 1 %}mija rok{% when 2, 3, 4, 22, 23, 24 %}mijają {{ years }} lata{% else %}mija {{ years }} lat{% endcase %}, odkąd jesteśmy razem. Dziękujemy! Oto prezent, który rośnie z każdym rokiem.",
      button: "Wybierz coś dla siebie",
      closing: "Do zobaczenia za rok, a najlepiej wcześniej.",
      reason:
        "Ta wiadomość przyszła w rocznicę Twojej rejestracji w sklepie {{ shop.name }}, za Twoją zgodą na wiadomości od nas.",
    },
    ru: {
      subject: `Мы знакомы уже ${YEARS.ru}`,
      preheader: "Подарок, потому что сегодня ваш день.",
      heading: "У нас годовщина",
      body: `Сегодня исполняется ${YEARS.ru}, как вы с нами. Спасибо! Вот подарок – с каждым годом он становится больше.`,
      button: "Выбрать что-нибудь",
      closing: "Увидимся через год, а лучше раньше.",
      reason:
        "Вы получили это письмо в годовщину регистрации в магазине {{ shop.name }}: вы согласились получать от нас письма.",
    },
  },
  layout: ({ button: label }, locale) => [code(locale), button(label, "{{ code.url }}")],
});

export const birthday = readyMade({
  key: "birthday",
  topic: "loyalty",
  names: { en: "Birthday", pl: "Urodziny", ru: "День рождения" },
  words: {
    en: {
      subject: "Happy birthday{% if person.first_name %}, {{ person.first_name }}{% endif %}",
      preheader: "All the best, and a small present.",
      heading: "Happy birthday",
      body: "All the best from all of us. Have a lovely day, with cake and good people. A small present is below.",
      button: "Unwrap my present",
      reason:
        "You get this e-mail because you told {{ shop.name }} your birthday and agreed to be congratulated.",
    },
    pl: {
      subject: "Wszystkiego najlepszego{% if person.first_name %}, {{ person.first_name }}{% endif %}!",
      preheader: "Najlepsze życzenia i mały prezent.",
      heading: "Wszystkiego najlepszego!",
      body: "Najlepsze życzenia od całego zespołu. Pięknego dnia, z tortem i w dobrym towarzystwie. Niżej czeka mały prezent.",
      button: "Rozpakuj prezent",
      reason:
        "Ta wiadomość przyszła, ponieważ sklep {{ shop.name }} zna datę Twoich urodzin i masz zgodę na życzenia.",
    },
    ru: {
      subject: "С днём рождения{% if person.first_name %}, {{ person.first_name }}{% endif %}!",
      preheader: "Поздравляем и дарим небольшой подарок.",
      heading: "С днём рождения!",
      body: "Поздравляем вас всей командой. Пусть день будет тёплым, с тортом и хорошими людьми. Ниже – небольшой подарок.",
      button: "Открыть подарок",
      reason:
        "Вы получили это письмо, потому что сообщили магазину {{ shop.name }} день рождения и согласились на поздравления.",
    },
  },
  layout: ({ button: label }, locale) => [code(locale), button(label, "{{ code.url }}")],
});

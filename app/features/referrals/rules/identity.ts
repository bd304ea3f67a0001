/*
 * What two people are compared by, brought into one form: the same person writes it in many. The results are hashed with
 * a key before they are kept, so nothing here is ever shown.
 */

/** Digits of a subscriber's number at the end: country codes and trunk zeros are written in many ways. */
const OWN_DIGITS = 9;
const FEWEST_DIGITS = 7;

/** The part of a phone number that is the same however it is written; null when it is too short to tell anybody by. */
export function phoneMark(phone: string | null): string | null {
  const digits = (phone ?? "").replace(/\D/g, "").replace(/^0+/, "");
  return digits.length < FEWEST_DIGITS ? null : digits.slice(-OWN_DIGITS);
}

/** Words of addresses that some write and others do not, in the languages of our merchants' shoppers. */
const FILLERS = new Set(
  (
    "ul ulica al aleja os osiedle pl plac m mieszk mieszkanie lok lokal nr st str street rd road ave avenue " +
    "apt apartment flat unit no number house ул улица пр проспект пер д дом кв квартира корп"
  ).split(" "),
);

type Postal = {
  address1: string;
  address2: string | null;
  zip: string | null;
  city: string | null;
  countryCode: string | null;
};

/**
 * A household: country, postal code and what is left of street, house and flat without filler words, in no order. Null
 * without a number: a street alone has many households.
 */
export function addressMark({ address1, address2, zip, city, countryCode }: Postal): string | null {
  const words = wordsOf(`${address1} ${address2 ?? ""}`).filter((word) => !FILLERS.has(word));
  if (!words.some((word) => /\d/.test(word))) return null;
  const place = zip?.replace(/[\s-]/g, "").toLowerCase() ?? wordsOf(city ?? "").join(" ");
  const own = [...new Set(words)].sort();
  return [countryCode?.toLowerCase() ?? "", place, own.join(" ")].join("|");
}

/** First and last names in no order; null for a single word, which many are called by. */
export function nameMark(name: string | null): string | null {
  const words = wordsOf(name ?? "");
  return words.length < 2 ? null : [...new Set(words)].sort().join(" ");
}

/** Providers that take dots in an address for nothing. */
const DOTLESS = new Set(["gmail.com", "googlemail.com"]);

/** The mailbox an address leads to: capitals, `+tags` and, where the provider says so, dots do not make another one. */
export function mailbox(email: string): string {
  const [local = "", domain = ""] = email.trim().toLowerCase().split("@");
  const own = local.split("+")[0] ?? local;
  return DOTLESS.has(domain) ? `${own.replaceAll(".", "")}@gmail.com` : `${own}@${domain}`;
}

/** Words in lower case without accents; what is between a digit and a letter ends a word, so "5a/12" is "5a" and "12". */
function wordsOf(text: string): string[] {
  const plain = text.toLowerCase().replaceAll("ł", "l").replaceAll("ё", "е").normalize("NFKD");
  return plain
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

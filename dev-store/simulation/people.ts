import type { Address } from "../state/model";
import { type Folk, folks } from "./names";
import type { Random } from "./random";

/** Somebody who could shop: not yet in the shop's records. */
export type Person = {
  firstName: string;
  lastName: string;
  email: string;
  /** E.164 */
  phone: string;
  locale: string;
  /** What this person pays in. */
  currencyCode: string;
  address: Address;
};

/** Reserved by RFC 2606: a mail that escapes the demo reaches nobody. */
const MAIL_HOSTS = ["post.example", "mail.example", "inbox.example", "poczta.example", "letters.example"];

/** Share of people with a foreign currency at home who also pay in it. */
const PAYS_IN_OWN_CURRENCY = 0.45;

/** Makes up a person; `ordinal` keeps e-mail and phone unique within the shop. */
export function makePerson(random: Random, ordinal: number): Person {
  const folk = random.weighted(folks.map((candidate) => [candidate, candidate.weight] as const));
  const given = random.pick(folk.given);
  const family = random.pick(folk.family);
  const local = `${latin(given)}.${latin(family)}${ordinal}`;
  const phone =
    folk.dialCode +
    String(1_000_000 + ordinal)
      .padStart(8, "0")
      .slice(-8);
  return {
    firstName: spelling(given),
    lastName: spelling(family),
    email: `${local}@${random.pick(MAIL_HOSTS)}`,
    phone,
    locale: folk.locale,
    currencyCode: random.chance(PAYS_IN_OWN_CURRENCY) ? folk.currencyCode : "EUR",
    address: addressOf(random, folk, { firstName: spelling(given), lastName: spelling(family), phone }),
  };
}

function addressOf(
  random: Random,
  folk: Folk,
  who: Pick<Address, "firstName" | "lastName" | "phone">,
): Address {
  const [city, zip] = random.pick(folk.places);
  return {
    ...who,
    address1: `${random.pick(folk.streets)} ${random.int(1, 140)}`,
    address2: random.chance(0.2) ? `${random.int(1, 60)}` : null,
    city,
    province: null,
    provinceCode: null,
    zip,
    country: folk.country,
    countryCode: folk.countryCode,
  };
}

function spelling(name: string | readonly [string, string]): string {
  return typeof name === "string" ? name : name[0];
}

function latin(name: string | readonly [string, string]): string {
  if (typeof name !== "string") return name[1];
  return name
    .replaceAll("ł", "l")
    .replaceAll("Ł", "L")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[^A-Za-z]/g, "")
    .toLowerCase();
}

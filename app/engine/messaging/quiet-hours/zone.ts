import { getCountry } from "countries-and-timezones";
import { IANAZone } from "luxon";

/** Where a country has several zones: the one of its clock for most of its people. */
const MAIN_ZONES: Readonly<Record<string, string>> = {
  AR: "America/Argentina/Buenos_Aires",
  AU: "Australia/Sydney",
  BR: "America/Sao_Paulo",
  CA: "America/Toronto",
  CD: "Africa/Kinshasa",
  CL: "America/Santiago",
  CN: "Asia/Shanghai",
  CY: "Asia/Nicosia",
  DE: "Europe/Berlin",
  EC: "America/Guayaquil",
  ES: "Europe/Madrid",
  FM: "Pacific/Pohnpei",
  GL: "America/Nuuk",
  ID: "Asia/Jakarta",
  KI: "Pacific/Tarawa",
  KZ: "Asia/Almaty",
  MH: "Pacific/Majuro",
  MN: "Asia/Ulaanbaatar",
  MX: "America/Mexico_City",
  MY: "Asia/Kuala_Lumpur",
  NZ: "Pacific/Auckland",
  PF: "Pacific/Tahiti",
  PG: "Pacific/Port_Moresby",
  PS: "Asia/Gaza",
  PT: "Europe/Lisbon",
  RU: "Europe/Moscow",
  UA: "Europe/Kyiv",
  US: "America/New_York",
  UZ: "Asia/Tashkent",
  VN: "Asia/Ho_Chi_Minh",
};

/** Where the clock of a province is another than its country's main one. Codes as in Shopify's addresses. */
const PROVINCE_ZONES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    ...zoned("America/Chicago", "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI"),
    ...zoned("America/Denver", "CO ID MT NM UT WY"),
    ...zoned("America/Los_Angeles", "CA NV OR WA"),
    AZ: "America/Phoenix",
    AK: "America/Anchorage",
    HI: "Pacific/Honolulu",
  },
  CA: {
    ...zoned("America/Halifax", "NB NS PE"),
    ...zoned("America/Edmonton", "AB NT"),
    BC: "America/Vancouver",
    MB: "America/Winnipeg",
    NL: "America/St_Johns",
    SK: "America/Regina",
    YT: "America/Whitehorse",
  },
  AU: {
    QLD: "Australia/Brisbane",
    SA: "Australia/Adelaide",
    NT: "Australia/Darwin",
    WA: "Australia/Perth",
    TAS: "Australia/Hobart",
    VIC: "Australia/Melbourne",
  },
  BR: {
    ...zoned("America/Manaus", "AM RO RR"),
    ...zoned("America/Cuiaba", "MT"),
    MS: "America/Campo_Grande",
    AC: "America/Rio_Branco",
  },
  MX: {
    ...zoned("America/Tijuana", "BC"),
    ...zoned("America/Hermosillo", "SON"),
    ...zoned("America/Mazatlan", "BCS NAY SIN"),
    "Q ROO": "America/Cancun",
  },
};

function zoned(zone: string, provinces: string): Record<string, string> {
  return Object.fromEntries(provinces.split(" ").map((province) => [province, zone]));
}

/**
 * The zone in which a person's clock runs: of their province where the country has several, else the country's main
 * one, else `fallback`.
 *
 * @param place.countryCode ISO 3166-1 alpha-2; null when not known.
 */
export function zoneOfPlace(
  { countryCode, provinceCode }: { countryCode: string | null; provinceCode: string | null },
  fallback: string,
): string {
  if (countryCode === null) return fallback;
  const country = countryCode.toUpperCase();
  const province = provinceCode === null ? undefined : PROVINCE_ZONES[country]?.[provinceCode.toUpperCase()];
  const zone = province ?? MAIN_ZONES[country] ?? onlyZoneOf(country);
  return zone && IANAZone.isValidZone(zone) ? zone : fallback;
}

function onlyZoneOf(country: string): string | null {
  const zones = getCountry(country)?.timezones ?? [];
  return zones.length === 1 ? (zones[0] ?? null) : null;
}

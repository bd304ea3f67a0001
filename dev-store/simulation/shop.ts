import { DateTime } from "luxon";

import type { Shop } from "../state/model";

/** The demo's shop: a coffee and tea roaster in Gdańsk that sells abroad. `now` places its founding three years back. */
export function demoShop(now: Date): Shop {
  return {
    id: 68_817_584_213,
    domain: "demo-shop.myshopify.com",
    name: "Ostrova Coffee",
    email: "hello@ostrova-coffee.example",
    ownerFirstName: "Maja",
    ownerLastName: "Ostrowska",
    currencyCode: "EUR",
    presentmentRates: { EUR: 1, PLN: 4.2718, USD: 1.0935, GBP: 0.8541, JPY: 163.42 },
    ianaTimezone: "Europe/Warsaw",
    countryCode: "PL",
    taxRate: 0.23,
    taxesIncluded: true,
    plan: "Basic",
    createdAt: DateTime.fromJSDate(now).minus({ years: 3 }).toJSDate(),
  };
}

/**
 * The next Monday, 08:00 in the shop's zone: starting the simulated week there makes its course the same on
 * whatever day and hour the demo is run.
 */
export function demoStart(now: Date, zone = "Europe/Warsaw"): Date {
  const monday = DateTime.fromJSDate(now, { zone }).startOf("week").plus({ weeks: 1 });
  return monday.set({ hour: 8 }).toJSDate();
}

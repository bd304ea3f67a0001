import { createCustomer } from "../commerce/customers";
import type { WantedLine } from "../commerce/checkouts";
import { setStock } from "../commerce/products";
import type { Address } from "../state/model";
import { type Fate, type Outside, planLeaving } from "./left-checkout";
import { hoursAfter, type Scene } from "./scene";
import type { Shopper } from "./shopper";
import type { Visit } from "./visit";

/** Hour of the day in the shop (9.5 = half past nine) on a day of the scripted week, counted from 1. */
export type When = { day: number; hour: number };

/** Pieces by product handle, of each product's first variant. */
export type Wants = Record<string, number>;

export type Stage = { scene: Scene; outside: Outside; part: Part; at: (when: When) => Date };

/** Plans what one scripted person does. */
export type Play = (stage: Stage) => void;

export type Part = {
  name: string;
  email: string;
  story: string;
  locale: string;
  currencyCode: string;
  /** True when absent. */
  acceptsMarketing?: boolean;
  play: Play;
};

/** A checkout that is left, with what becomes of it. */
export function leaves({ fate, wants, ...when }: When & { fate: Fate; wants: Wants }): Play {
  return (stage) => planLeaving(stage.scene, stage.outside, { visit: visitOf(stage, when, wants), fate });
}

/** The customer is in the records and has taken the consent back. */
export function wasUnsubscribed(when: When): Play {
  return ({ scene, part, at }) =>
    scene.plan(at(when), `script/${part.email}/record`, (moment) => {
      if (scene.store.findCustomerByEmail(part.email)) return;
      createCustomer(scene.store, {
        ...namesOf(part),
        email: part.email,
        locale: part.locale,
        emailConsent: { state: "UNSUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: moment.at },
      });
    });
}

/** Shelves are full an hour before, and empty in between. */
export function sellsOut({ handle, from, until }: { handle: string; from: When; until: When }): Play {
  return ({ scene, at }) => {
    const count = (instant: Date, quantity: number) =>
      scene.plan(instant, `script/${handle}/${instant.getTime()}`, () => {
        const product = scene.products.find((candidate) => candidate.handle === handle);
        for (const variant of product?.variants ?? []) {
          if (product) setStock(scene.store, product, { variantId: variant.id, quantity });
        }
      });
    count(hoursAfter(at(from), -1), 45);
    count(at(from), 0);
    count(at(until), 45);
  };
}

/** The visit of a scripted person, goods reserved; products that the shop does not sell are left out. */
export function visitOf({ scene, part, at }: Stage, when: When, wants: Wants): Visit {
  const lines = Object.entries(wants).flatMap(([handle, quantity]): WantedLine[] => {
    const product = scene.products.find((candidate) => candidate.handle === handle);
    const variant = product?.variants[0];
    scene.reserved.add(handle);
    return product && variant ? [{ productId: product.id, variantId: variant.id, quantity }] : [];
  });
  const key = `script/${part.email}/${when.day}/${when.hour}`;
  return { key, at: at(when), shopper: shopperOf(part), lines };
}

function shopperOf(part: Part): Shopper {
  const address: Address = {
    ...namesOf(part),
    address1: "Nabrzeże 7",
    address2: null,
    city: "Gdańsk",
    province: null,
    provinceCode: null,
    zip: "80-838",
    country: "Poland",
    countryCode: "PL",
    phone: null,
  };
  return {
    email: part.email,
    phone: null,
    locale: part.locale,
    currencyCode: part.currencyCode,
    address,
    acceptsMarketing: part.acceptsMarketing ?? true,
    taste: { favourites: [], wholesale: false },
  };
}

/** First name, and the rest. */
export function namesOf({ name }: Part): { firstName: string; lastName: string } {
  const [firstName = "", ...rest] = name.split(" ");
  return { firstName, lastName: rest.join(" ") };
}

import { createCustomer } from "../commerce/customers";
import { mergeCustomers } from "../commerce/merge";
import { placeOrder } from "../commerce/order-placing";
import { setAccountState } from "../commerce/accounts";
import type { Store } from "../state/store";
import { inStock } from "./basket";
import { namesOf, type Play, visitOf, type Wants, type When } from "./script-parts";

/** Buys at the counter and leaves an address for the receipt: the order names no customer. */
export function buysAsGuest({ wants, ...when }: When & { wants: Wants }): Play {
  return (stage) => {
    const { scene, part } = stage;
    const { key, at, lines } = visitOf(stage, when, wants);
    scene.plan(at, `${key}/counter`, () => {
      const wanted = inStock(scene.store, lines).map((line, index) => ({ ...line, key: `${key}/${index}` }));
      if (wanted.length > 0)
        placeOrder(scene.store, { lines: wanted, email: part.email, locale: part.locale, sourceName: "pos" });
    });
  };
}

/** The store gets to know the person, and a little later they set a password. */
export function opensAccount(when: When): Play {
  return ({ scene, part, at }) => {
    scene.plan(at(when), `script/${part.email}/account`, () => {
      if (scene.store.findCustomerByEmail(part.email)) return;
      createCustomer(scene.store, { ...namesOf(part), email: part.email, locale: part.locale });
    });
    scene.plan(at({ ...when, hour: when.hour + 0.2 }), `script/${part.email}/enabled`, () => {
      const customer = scene.store.findCustomerByEmail(part.email);
      if (customer) setAccountState(scene.store, customer, "ENABLED");
    });
  };
}

/** Staff find out that the person has a second record under another address, and merge it into this one. */
export function isMergedWith(other: string, when: When): Play {
  return ({ scene, part, at }) =>
    scene.plan(at(when), `script/${part.email}/merge`, () => merge(scene.store, part.email, other));
}

function merge(store: Store, keptEmail: string, otherEmail: string): void {
  const kept = store.findCustomerByEmail(keptEmail);
  const other = store.findCustomerByEmail(otherEmail);
  if (kept && other) mergeCustomers(store, { kept, other });
}

import type { Customer } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";

/** Lets a customer sign in, or no more; raises customers/enable or customers/disable, and customers/update. */
export function setAccountState(store: Store, customer: Customer, state: "ENABLED" | "DISABLED"): void {
  if (customer.state === state) return;
  inAction(store, ({ at }) => {
    customer.state = state;
    touch(customer, at);
    tell(store, state === "ENABLED" ? "customers/enable" : "customers/disable", customer);
    tell(store, "customers/update", customer);
  });
}

/** Whoever proves which shop a request of the admin comes from. */
export type AuthenticatedRequest = {
  shopDomain: string;
  /** Language of the merchant's admin, e.g. `pl-PL`; null when the request does not say. */
  locale: string | null;
  /** Shopify's id of the member of the staff; null when the session does not tell. */
  staffId?: string | null;
};

export type AdminPorts = {
  /** @throws Response when the request is not from an installed shop's admin. */
  authenticate: (request: Request) => Promise<AuthenticatedRequest>;
  /**
   * Takes note of a shop that has given us a token but that we do not know yet: the documents of a first visit ask in
   * parallel, and only one of them exchanges the token. Safe to repeat. @throws Error when Shopify does not describe it.
   */
  setUpShop: (shopDomain: string) => Promise<void>;
};

let ports: AdminPorts | null = null;

/** Wires the ports; called once by the composition, and by tests. */
export function provideAdminPorts(implementation: AdminPorts): void {
  ports = implementation;
}

/** @throws Error before `provideAdminPorts`. */
export function getAdminPorts(): AdminPorts {
  if (!ports) throw new Error("no authenticator yet: composition.server.ts must be loaded first");
  return ports;
}

/** Whoever proves which shop a request of the admin comes from. */
export type AuthenticatedRequest = {
  shopDomain: string;
  /** Language of the merchant's admin, e.g. `pl-PL`; null when the request does not say. */
  locale: string | null;
};

/** @throws Response when the request is not from an installed shop's admin. */
export type Authenticate = (request: Request) => Promise<AuthenticatedRequest>;

let authenticate: Authenticate | null = null;

/** Wires the port; called once by the composition, and by tests. */
export function provideAuthenticator(implementation: Authenticate): void {
  authenticate = implementation;
}

/** @throws Error before `provideAuthenticator`. */
export function getAuthenticator(): Authenticate {
  if (!authenticate) throw new Error("no authenticator yet: composition.server.ts must be loaded first");
  return authenticate;
}

/** Shopify's own library on whether a call through the app proxy is signed, and fresh. */
type LibraryCheck = (query: URLSearchParams) => Promise<boolean>;

let check: LibraryCheck | null = null;

/** Wires the library; called once by the composition, and by tests. */
export function provideLibraryCheck(implementation: LibraryCheck): void {
  check = implementation;
}

/** @throws Error before `provideLibraryCheck`. */
export async function isSignedByLibrary(query: URLSearchParams): Promise<boolean> {
  if (!check) throw new Error("no library yet: composition.server.ts must be loaded first");
  return check(query);
}

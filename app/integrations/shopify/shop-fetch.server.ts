/** Where Shopify's API and the files of its bulk operations are. Everything else is none of our business. */
const HOSTS = /^([a-z0-9][a-z0-9-]*\.myshopify\.com|storage\.googleapis\.com|([a-z0-9-]+\.)*shopify\.com)$/i;

/**
 * Whether the server may call an address: by https, at Shopify, under its own port. Addresses of files come out of
 * answers and are kept in the database; none of them may lead into our own network.
 */
export function isShopifyAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return (
    url !== null &&
    url.protocol === "https:" &&
    url.port === "" &&
    url.username === "" &&
    url.password === "" &&
    HOSTS.test(url.hostname)
  );
}

let implementation: typeof fetch = (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  if (!isShopifyAddress(address)) {
    const host = URL.canParse(address) ? new URL(address).host : "no address at all";
    return Promise.reject(new TypeError(`only Shopify is called from here, not ${host}`));
  }
  // Nor may an answer send us elsewhere.
  return fetch(input, { ...init, redirect: "error" });
};

/** `fetch` for the addresses of shops and of their files. @throws TypeError for any other address. */
export const shopFetch: typeof fetch = (input, init) => implementation(input, init);

/** Replaces what `shopFetch` does; returns how to put the old one back. */
export function provideShopFetch(replacement: typeof fetch): () => void {
  const previous = implementation;
  implementation = replacement;
  return () => {
    implementation = previous;
  };
}

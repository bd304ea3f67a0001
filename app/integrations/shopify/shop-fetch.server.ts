let implementation: typeof fetch = (input, init) => fetch(input, init);

/** `fetch` for the addresses of shops. */
export const shopFetch: typeof fetch = (input, init) => implementation(input, init);

/** Replaces what `shopFetch` does; returns how to put the old one back. */
export function provideShopFetch(replacement: typeof fetch): () => void {
  const previous = implementation;
  implementation = replacement;
  return () => {
    implementation = previous;
  };
}

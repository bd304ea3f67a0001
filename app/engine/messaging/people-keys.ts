/** By what rows of many people are found: each key once. */
export function peopleKeysOf(people: readonly { customerId: string | null; addressHash: string | null }[]): {
  customerIds: string[];
  addressHashes: string[];
} {
  return {
    customerIds: known(people.map(({ customerId }) => customerId)),
    addressHashes: known(people.map(({ addressHash }) => addressHash)),
  };
}

function known(keys: readonly (string | null)[]): string[] {
  return [...new Set(keys.filter((key) => key !== null))];
}

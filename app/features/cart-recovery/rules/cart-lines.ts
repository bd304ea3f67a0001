export type CartLine = {
  title: string;
  variantTitle: string | null;
  quantity: number;
  /** As the checkout has it, in minor units of the shop's currency. */
  unitPriceMinor: number;
  /** As the store asks for it now; null: not known. */
  currentUnitPriceMinor: number | null;
  imageUrl: string | null;
  isSoldOut: boolean;
};

/** A line as a mail tells of it. */
export type ShownLine = Pick<CartLine, "title" | "variantTitle" | "quantity" | "imageUrl"> & {
  /** What one costs now. */
  unitPriceMinor: number;
};

export type CartInMail = {
  lines: ShownLine[];
  soldOut: string[];
  /** Of what can still be bought, at today's prices. */
  totalMinor: number;
  priceChanges: { title: string; fromMinor: number; toMinor: number }[];
};

/** What a mail tells of a cart: what can still be bought, at what it costs today, and what has changed since. */
export function cartInMail(lines: readonly CartLine[]): CartInMail {
  const available = lines.filter(({ isSoldOut }) => !isSoldOut);
  const priceOf = (line: CartLine) => line.currentUnitPriceMinor ?? line.unitPriceMinor;
  return {
    lines: available.map((line) => {
      const { title, variantTitle, quantity, imageUrl } = line;
      return { title, variantTitle, quantity, imageUrl, unitPriceMinor: priceOf(line) };
    }),
    soldOut: lines.filter(({ isSoldOut }) => isSoldOut).map(({ title }) => title),
    totalMinor: available.reduce((sum, line) => sum + priceOf(line) * line.quantity, 0),
    priceChanges: available
      .filter((line) => priceOf(line) !== line.unitPriceMinor)
      .map((line) => ({ title: line.title, fromMinor: line.unitPriceMinor, toMinor: priceOf(line) })),
  };
}

/**
 * The currency to name prices in; null when the shopper saw them in another than the checkout tells them in.
 *
 * What they saw cannot be told exactly (webhooks bring amounts in the shop's currency only), and a price in a currency
 * they never saw would only puzzle them. Untold, it is the shop's.
 */
export function pricesIn({
  currencyCode,
  presentmentCurrency,
}: {
  currencyCode: string;
  presentmentCurrency: string | null;
}): string | null {
  return presentmentCurrency === null || presentmentCurrency === currencyCode ? currencyCode : null;
}

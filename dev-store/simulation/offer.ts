/** What a product is, in a line or two; amounts in cents of the euro. */
export type Offer = {
  title: string;
  kind: string;
  description: string;
  tags: string[];
  /** Name, price, cost, pieces in stock; more may follow: price before the reduction, `backorder`. */
  variants: [
    title: string,
    price: number,
    cost: number,
    stock: number,
    more?: { was?: number; backorder?: boolean },
  ][];
  isGiftCard?: boolean;
};

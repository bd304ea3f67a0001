/** The number in an order's name, `#1001` or `EN1001-B`; null when it has none that counts up. */
export function orderNumberOf(name: string): number | null {
  const digits = /(?<!\d)(\d{1,9})\D*$/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

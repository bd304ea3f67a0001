/** Names a series of reminders: the checkout, and since when it is quiet. */
export function entryKeyOf({ checkoutId, activeAt }: { checkoutId: string; activeAt: Date }): string {
  return `checkout:${checkoutId}:${activeAt.getTime()}`;
}

/**
 * Since when the checkout of a series is quiet.
 *
 * @throws RangeError for the key of anything else.
 */
export function activeAtOf(entryKey: string): Date {
  const ms = Number(entryKey.split(":").at(-1));
  if (!entryKey.startsWith("checkout:") || !Number.isSafeInteger(ms))
    throw new RangeError(
      `"${entryKey}" is not the key of a left checkout: it must end with its last activity`,
    );
  return new Date(ms);
}

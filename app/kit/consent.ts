/** How a person can be asked for consent to marketing. */
export const CONSENT_CHANNELS = ["email", "sms"] as const;
export type ConsentChannel = (typeof CONSENT_CHANNELS)[number];

/**
 * How we know of a change: `store` told us as it happened, `import` found it with the store's history, the others were
 * made here: by the link in a mail, by the button of a mail program (RFC 8058), on the page of preferences, by calling a
 * mail spam, or by answering a text message with STOP.
 */
export const CONSENT_SOURCES = [
  "store",
  "import",
  "unsubscribe-link",
  "one-click",
  "preference-page",
  "complaint",
  "sms-stop",
] as const;
export type ConsentSource = (typeof CONSENT_SOURCES)[number];

/** Sources that are a person's own act with us. */
export const WITHDRAWAL_SOURCES = [
  "unsubscribe-link",
  "one-click",
  "preference-page",
  "complaint",
  "sms-stop",
] as const satisfies readonly ConsentSource[];
export type WithdrawalSource = (typeof WITHDRAWAL_SOURCES)[number];

/**
 * Names a change of consent, whichever side tells of it: what was said by whom in which second.
 *
 * Seconds, for Shopify keeps no parts of them: so the echo of what we wrote there has the name of what we wrote.
 *
 * @param level Only when nothing but the level changed.
 */
export function consentChangeKey({
  customerId,
  channel,
  state,
  level,
  at,
}: {
  customerId: string;
  channel: ConsentChannel;
  state: string;
  level?: string | undefined;
  at: Date;
}): string {
  return [customerId, channel, state, ...(level ? [level] : []), secondOf(at)].join(":");
}

/** Whole seconds since 1970: as exact as Shopify dates consent. */
export function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

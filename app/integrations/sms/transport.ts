export type OutgoingSms = {
  /** With the country: `+48…`. */
  to: string;
  text: string;
};

export type SmsOutcome =
  /** `segmentCount`: what the provider charges for. */
  | { kind: "accepted"; providerId: string; segmentCount: number }
  /** The provider was not reached, or is busy, or does not know us. Surely not sent. */
  | { kind: "deferred"; error: string; notBefore?: Date }
  /** The provider said "never". Surely not sent. `isUnreachable`: nobody can be reached at that number, ever. */
  | { kind: "refused"; error: string; isUnreachable: boolean }
  /** No answer came. It may have been sent. */
  | { kind: "uncertain"; error: string };

/** Whoever hands text messages over to the world. */
export type SmsTransport = { send: (sms: OutgoingSms) => Promise<SmsOutcome> };

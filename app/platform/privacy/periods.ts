/** How many days things are kept, unless RETENTION_DAYS says otherwise. Why: docs/privacy.md. */
export const PERIODS = {
  /** Bodies of deliveries that were taken over. */
  inbox: 30,
  /** Deliveries that were refused or are dead: somebody has to look at them. */
  "inbox-problems": 90,
  /** Jobs that nobody could finish. */
  jobs: 90,
  /** What came of effects on the outside world. */
  outbox: 90,
  /** Subject and text of mails; that there was one stays. */
  messages: 180,
  /** The timeline. */
  events: 1_095,
  decisions: 1_095,
  /** Flows tried on the past. */
  simulations: 30,
  /** What a comparison with the store found. */
  drift: 90,
  /** What known people looked at in the store. */
  browsing: 180,
  /** Browsers of which nobody knows whose they are. */
  "unknown-browsers": 14,
  /** Pages of single visits; the figures of a day are final when the day after it is over. */
  visits: 3,
  /** Carts and checkouts that nobody bought: figures of recovery go back a year and a month. */
  checkouts: 395,
  "access-log": 365,
  /** What was prepared for a request about a person, and whom the request was about. */
  exports: 30,
  /** A shop that removed the app: all of it. */
  "uninstalled-shop": 60,
} as const;

export type Period = keyof typeof PERIODS;

export type Periods = Readonly<Record<Period, number>>;

/**
 * Reads `inbox=14,messages=90`.
 *
 * @throws RangeError that quotes the part it does not understand, and tells what it may be.
 */
export function parsePeriods(text: string): Periods {
  const changed = text
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [, name = "", days = ""] = /^\s*([a-z-]+)\s*=\s*(\d{1,5})\s*$/.exec(part) ?? [];
      if (!Object.hasOwn(PERIODS, name) || Number(days) < 1 || Number(days) > 3_650) {
        const names = Object.keys(PERIODS).join(", ");
        throw new RangeError(
          `"${part.trim()}" is no period: expected <name>=<days> with 1 to 3650 days and a name of ${names}`,
        );
      }
      return [name, Number(days)] as const;
    });
  return { ...PERIODS, ...Object.fromEntries(changed) };
}

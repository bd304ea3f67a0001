import { consentChangeKey, secondOf } from "~/kit/consent";
import type { DomainEvent } from "~/pipeline/events/catalogue";

import { isOnlyImported } from "../../rules/imported";
import type { Consent, ConsentChannel, CustomerRow, CustomerState } from "../schema";

export type ToldConsent = {
  channel: ConsentChannel;
  consent: Consent;
  version: Date;
  /** `change`: told because it changed. `snapshot`: read with the rest of the customer. */
  told: "change" | "snapshot";
};

/**
 * Stores what a customer agreed to, as known at `version`, and notes the change for the log.
 *
 * The version is when Shopify told, not the consent's own date: merchants may date consent back, and
 * a withdrawal must never lose against an older agreement. A payload that does not know the state changes nothing.
 *
 * A change that arrives late is noted too, when it has a date of its own: the log is complete in whatever order
 * deliveries come.
 *
 * @returns what changed; null when something newer is stored.
 */
export function applyConsent(state: CustomerState, told: ToldConsent): DomainEvent[] | null {
  const { channel, consent, version } = told;
  const { row } = state;
  const stored = storedConsent(row, channel);
  if (stored.versionAt && version < stored.versionAt) {
    if (told.told === "change" && consent.changedAt) note(state, told, { fromState: null });
    return null;
  }
  if (consent.state === null) return [];
  const difference = differenceOf(stored, told);
  state.row = { ...row, ...columnsOf(channel, consent, version) };
  state.isRowChanged = true;
  if (difference === "none") return [];
  if (stored.state !== null || !isNeverAsked(consent))
    note(state, told, { fromState: stored.state, isOfLevel: difference === "level" });
  if (difference === "level") return [];
  return [
    {
      type: "customer.consent-changed",
      payload: { customerId: row.id, channel, from: stored.state, to: consent.state },
      sourceKey: `customer.consent-changed:${row.id}:${channel}:${version.getTime()}:${consent.state}`,
      customerId: row.id,
      subjectId: row.id,
      occurredAt: version,
    },
  ];
}

type StoredConsent = Pick<Consent, "state" | "level" | "changedAt"> & { versionAt: Date | null };

function storedConsent(row: CustomerRow, channel: ConsentChannel): StoredConsent {
  if (channel === "sms") {
    const { smsConsentState: state, smsConsentLevel: level, smsConsentAt: changedAt } = row;
    return { state, level, changedAt, versionAt: row.smsConsentVersionAt };
  }
  const { emailConsentState: state, emailConsentLevel: level, emailConsentAt: changedAt } = row;
  return { state, level, changedAt, versionAt: row.consentVersionAt };
}

/**
 * Whether a person said something else, or the same again on another date (`said`), or whether it is only held to be
 * surer than before (`level`). What a snapshot adds to what is known is learnt later, and no change.
 */
function differenceOf(stored: StoredConsent, { told, consent }: ToldConsent): "said" | "level" | "none" {
  const { state, level, changedAt } = consent;
  if (stored.state !== state || isOtherDate(stored, { changedAt, told })) return "said";
  return stored.level !== null && level !== null && stored.level !== level ? "level" : "none";
}

/** What only a file told has no date: the first one that the store tells is news. */
function isOtherDate(
  stored: StoredConsent,
  { changedAt, told }: Pick<Consent, "changedAt"> & Pick<ToldConsent, "told">,
): boolean {
  if (!changedAt) return false;
  if (stored.changedAt) return secondOf(stored.changedAt) !== secondOf(changedAt);
  return told === "change" || isOnlyImported(stored.versionAt);
}

/** Where every customer begins: nothing was said. */
function isNeverAsked({ state, changedAt }: Consent): boolean {
  return state === "NOT_SUBSCRIBED" && changedAt === null;
}

function note(
  state: CustomerState,
  { channel, consent, version, told }: ToldConsent,
  { fromState, isOfLevel = false }: { fromState: string | null; isOfLevel?: boolean },
): void {
  const { state: toState, level: optInLevel, collectedFrom } = consent;
  if (toState === null) return;
  const { id: customerId } = state.row;
  const occurredAt = consent.changedAt ?? consent.learntAt ?? version;
  const level = isOfLevel && optInLevel ? optInLevel : undefined;
  state.consentChanges.push({
    ...{ customerId, channel, fromState, toState, optInLevel, collectedFrom, occurredAt },
    source: told === "snapshot" && fromState === null ? "import" : "store",
    changeKey: consentChangeKey({ customerId, channel, state: toState, level, at: occurredAt }),
  });
}

function columnsOf(channel: ConsentChannel, consent: Consent, version: Date): Partial<CustomerRow> {
  if (channel === "sms") {
    return {
      smsConsentState: consent.state,
      smsConsentLevel: consent.level,
      smsConsentSource: consent.collectedFrom,
      smsConsentAt: consent.changedAt,
      smsConsentVersionAt: version,
    };
  }
  return {
    emailConsentState: consent.state,
    emailConsentLevel: consent.level,
    emailConsentAt: consent.changedAt,
    consentVersionAt: version,
  };
}

import type { DomainEvent } from "~/pipeline/events/catalogue";

import type { Consent, ConsentChannel, CustomerRow, CustomerState } from "../schema";

/**
 * Stores what a customer agreed to, as known at `version`.
 *
 * The version is when Shopify told, not the consent's own date: merchants may date consent back, and
 * a withdrawal must never lose against an older agreement. A payload that does not know the state changes nothing.
 *
 * @returns what changed; null when something newer is stored.
 */
export function applyConsent(
  state: CustomerState,
  { channel, consent, version }: { channel: ConsentChannel; consent: Consent; version: Date },
): DomainEvent[] | null {
  const { row } = state;
  const known = channel === "email" ? row.consentVersionAt : row.smsConsentVersionAt;
  if (known && version < known) return null;
  if (consent.state === null) return [];
  const from = channel === "email" ? row.emailConsentState : row.smsConsentState;
  state.row = { ...row, ...columnsOf(channel, consent, version) };
  state.isRowChanged = true;
  if (from === consent.state) return [];
  return [
    {
      type: "customer.consent-changed",
      payload: { customerId: row.id, channel, from, to: consent.state },
      sourceKey: `customer.consent-changed:${row.id}:${channel}:${version.getTime()}:${consent.state}`,
      customerId: row.id,
      subjectId: row.id,
      occurredAt: version,
    },
  ];
}

function columnsOf(channel: ConsentChannel, consent: Consent, version: Date): Partial<CustomerRow> {
  if (channel === "sms") {
    return { smsConsentState: consent.state, smsConsentAt: consent.changedAt, smsConsentVersionAt: version };
  }
  return {
    emailConsentState: consent.state,
    emailConsentLevel: consent.level,
    emailConsentAt: consent.changedAt,
    consentVersionAt: version,
  };
}

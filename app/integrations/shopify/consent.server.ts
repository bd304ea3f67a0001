import type { ChangeOutcome, ConsentRecord, ConsentWish, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import {
  CustomerConsentDocument,
  UpdateEmailConsentDocument,
  UpdateSmsConsentDocument,
} from "./generated/documents";
import { describeUserErrors, type UserError } from "./user-errors";

type Level = ConsentRecord["level"];
type Email = { marketingState: string; marketingOptInLevel: Level; marketingUpdatedAt: string | null };
type Sms = { smsMarketingConsent: { state: string; optInLevel: Level; updatedAt: string | null } };

/** Consent to marketing in a shop: what it holds, and changing it. */
export function createConsentAdmin(client: ShopClient): Pick<ShopifyAdmin, "readConsent" | "updateConsent"> {
  return {
    readConsent: async (id) => {
      const outcome = await client.call(CustomerConsentDocument, { id });
      if (outcome.kind !== "done") return outcome;
      const { customer } = outcome.result;
      const result = customer && {
        email: recordOfEmail(customer.defaultEmailAddress),
        sms: recordOfSms(customer.defaultPhoneNumber),
      };
      return { kind: "done", result };
    },
    updateConsent: (customerGid, wish) =>
      wish.channel === "email"
        ? updateEmail(client, { customerGid, wish })
        : updateSms(client, { customerGid, wish }),
  };
}

type Update = { customerGid: string; wish: ConsentWish };

async function updateEmail(
  client: ShopClient,
  { customerGid: customerId, wish }: Update,
): Promise<ChangeOutcome<ConsentRecord | null>> {
  const input = { customerId, emailMarketingConsent: consentInput(wish) };
  const outcome = await client.call(UpdateEmailConsentDocument, { input });
  if (outcome.kind !== "done") return outcome;
  const payload = outcome.result.customerEmailMarketingConsentUpdate;
  return answerOf(payload?.userErrors, recordOfEmail(payload?.customer?.defaultEmailAddress ?? null));
}

async function updateSms(
  client: ShopClient,
  { customerGid: customerId, wish }: Update,
): Promise<ChangeOutcome<ConsentRecord | null>> {
  const input = { customerId, smsMarketingConsent: consentInput(wish) };
  const outcome = await client.call(UpdateSmsConsentDocument, { input });
  if (outcome.kind !== "done") return outcome;
  const payload = outcome.result.customerSmsMarketingConsentUpdate;
  return answerOf(payload?.userErrors, recordOfSms(payload?.customer?.defaultPhoneNumber ?? null));
}

function consentInput({ state, level, at }: ConsentWish) {
  return {
    marketingState: state,
    consentUpdatedAt: at.toISOString(),
    ...(level ? { marketingOptInLevel: level } : {}),
  };
}

/** No payload and no error would be against the schema's practice: treated as a refusal, not as done. */
function answerOf(
  errors: readonly UserError[] | undefined,
  record: ConsentRecord | null,
): ChangeOutcome<ConsentRecord | null> {
  if (!errors) return { kind: "rejected", error: "the mutation answered without a payload" };
  const error = describeUserErrors(errors);
  return error === null ? { kind: "done", result: record } : { kind: "rejected", error };
}

function recordOfEmail(address: Email | null): ConsentRecord | null {
  return (
    address && {
      state: address.marketingState,
      level: address.marketingOptInLevel,
      updatedAt: instantOf(address.marketingUpdatedAt),
    }
  );
}

function recordOfSms(number: Sms | null): ConsentRecord | null {
  if (!number) return null;
  const { state, optInLevel, updatedAt } = number.smsMarketingConsent;
  return {
    state: state === "NEVER_SUBSCRIBED" ? "NOT_SUBSCRIBED" : state,
    level: optInLevel,
    updatedAt: instantOf(updatedAt),
  };
}

function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

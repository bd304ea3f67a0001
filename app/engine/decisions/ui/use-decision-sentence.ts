import { useTranslation } from "react-i18next";

import { formatMoney } from "~/kit/money";
import { useFormatInstant } from "~/ui/DateTime";
import { useLocale } from "~/ui/locale-context";

import type { DecisionItem, DecisionParams } from "../schema";

/** Puts a decision into a sentence in the reader's language: `decisions.<reason>` of its feature's texts. */
export function useDecisionSentence(): (item: Pick<DecisionItem, "feature" | "reason" | "params">) => string {
  const { t } = useTranslation();
  const locale = useLocale();
  const formatInstant = useFormatInstant();
  return ({ feature, reason, params }) =>
    t(`${feature}:decisions.${reason}`, {
      ...params,
      ...readableParams(params, { locale, formatInstant }),
      defaultValue: reason,
    });
}

/** `amountMinor` becomes `amount` in money, `expiresAt` becomes `expires` as a date; the rest stays. */
function readableParams(
  params: DecisionParams,
  { locale, formatInstant }: { locale: string; formatInstant: (at: string) => string },
): Record<string, string> {
  const readable: Record<string, string> = {};
  const currency = params.currencyCode;
  for (const [name, value] of Object.entries(params)) {
    if (name.endsWith("Minor") && typeof value === "number" && typeof currency === "string") {
      readable[name.slice(0, -"Minor".length)] = formatMoney(value, currency, locale);
    } else if (name.endsWith("At") && typeof value === "string") {
      readable[name.slice(0, -"At".length)] = formatInstant(value);
    }
  }
  return readable;
}

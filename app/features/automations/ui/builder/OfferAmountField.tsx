import { NumberField } from "~/engine/facts/ui/NumberField";
import { OFFER_LIMITS } from "~/engine/incentives/schema";
import { formatDecimal, parseMinor } from "~/kit/money";

import { useBuilder } from "./builder-context";

/** An amount of the shop's currency above zero; what is none leaves the last one. */
export function OfferAmountField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number;
  onChange: (amountMinor: number) => void;
}) {
  const { currencyCode } = useBuilder().materials;
  return (
    <NumberField
      label={label}
      suffix={currencyCode}
      value={value}
      read={(text) => readAmount(text, currencyCode)}
      write={(minor) => formatDecimal(minor, currencyCode)}
      onChange={(minor) => {
        if (minor !== null) onChange(minor);
      }}
    />
  );
}

function readAmount(text: string, currencyCode: string): number | null {
  const plain = text.trim().replace(",", ".");
  const minor = /^\d{1,7}(\.\d{0,3})?$/.test(plain) ? parseMinor(plain, currencyCode) : 0;
  return minor >= OFFER_LIMITS.amountMinor.min ? minor : null;
}

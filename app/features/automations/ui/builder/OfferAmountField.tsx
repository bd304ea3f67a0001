import { NumberField } from "~/engine/facts/ui/NumberField";
import { readOfferAmount } from "~/engine/incentives/form/offer-amount";
import { writeTypedAmount } from "~/kit/typed-amount";

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
      read={(text) => readOfferAmount(text, currencyCode)}
      write={(minor, locale) => writeTypedAmount(minor, currencyCode, locale)}
      onChange={(minor) => {
        if (minor !== null) onChange(minor);
      }}
    />
  );
}

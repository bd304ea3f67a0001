import { formatDecimal } from "~/kit/money";
import { readTypedAmount } from "~/kit/typed-amount";

import { useEditor } from "./editor-context";
import { NumberField } from "./NumberField";

/** An amount in the shop's currency, in minor units. */
export function MoneyField(props: {
  label: string;
  value: number | null;
  error?: string | undefined;
  onChange: (amountMinor: number | null) => void;
}) {
  const { currencyCode } = useEditor();
  return (
    <NumberField
      {...props}
      suffix={currencyCode}
      read={(text) => readTypedAmount(text, currencyCode)}
      write={(minor) => (Number.isSafeInteger(minor) ? formatDecimal(minor, currencyCode) : String(minor))}
    />
  );
}

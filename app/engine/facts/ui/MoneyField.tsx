import { readTypedAmount, writeTypedAmount } from "~/kit/typed-amount";

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
      write={(minor, locale) =>
        Number.isSafeInteger(minor) ? writeTypedAmount(minor, currencyCode, locale) : String(minor)
      }
    />
  );
}

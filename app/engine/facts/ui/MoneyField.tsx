import { formatDecimal, parseMinor } from "~/kit/money";

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
      read={(text) => readMoney(text, currencyCode)}
      write={(minor) => (Number.isSafeInteger(minor) ? formatDecimal(minor, currencyCode) : String(minor))}
    />
  );
}

function readMoney(text: string, currencyCode: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^\d{1,12}(\.\d{0,6})?$/.test(plain) ? parseMinor(plain, currencyCode) : null;
}

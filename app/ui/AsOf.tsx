import { Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormatInstant } from "./DateTime";

/** When the numbers beside it were true. */
export function AsOf({ at }: { at: string }) {
  const { t } = useTranslation("ui");
  const format = useFormatInstant();
  return (
    <Text as="span" variant="bodySm" tone="subdued">
      {t("asOf", { at: format(at) })}
    </Text>
  );
}

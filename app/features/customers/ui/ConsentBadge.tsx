import { Badge } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { ConsentFilter } from "../rules/list-query";

/** Whether we may write to someone. */
export function ConsentBadge({ consent }: { consent: ConsentFilter }) {
  const { t } = useTranslation("customers");
  return (
    <Badge {...(consent === "subscribed" ? { tone: "success" as const } : {})}>
      {t(`consent.${consent}`)}
    </Badge>
  );
}

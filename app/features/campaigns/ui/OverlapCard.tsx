import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { DateTime } from "~/ui/DateTime";

import type { AudiencePreview } from "../audience/presenter.server";
import { CountLines } from "./CountLines";

/** What else writes to the same people: flows they are in, and campaigns of the same days. */
export function OverlapCard({ data: { flows, campaigns } }: { data: AudiencePreview }) {
  const { t } = useTranslation("campaigns");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("preview.overlap")}
        </Text>
        <Text as="p" tone="subdued">
          {t(flows.length + campaigns.length === 0 ? "preview.noOverlap" : "preview.overlapHelp")}
        </Text>
        <CountLines
          lines={[
            ...flows.map(({ id, name, count }) => ({
              key: id,
              count,
              label: (
                <>
                  {t("preview.inFlow")}{" "}
                  <Link url={`/app/flows/${id}`} removeUnderline>
                    {name}
                  </Link>
                </>
              ),
            })),
            ...campaigns.map(({ id, name, sendAt, count }) => ({
              key: id,
              count,
              label: (
                <>
                  {t("preview.inCampaign")}{" "}
                  <Link url={`/app/campaigns/${id}/results`} removeUnderline>
                    {name}
                  </Link>
                  , <DateTime at={sendAt} />
                </>
              ),
            })),
          ]}
        />
      </BlockStack>
    </Card>
  );
}

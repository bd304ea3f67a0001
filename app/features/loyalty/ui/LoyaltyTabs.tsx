import { Box, Tabs } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

const TABS = [
  ["programme", "/app/loyalty"],
  ["members", "/app/loyalty/members"],
  ["review", "/app/loyalty/review"],
  ["report", "/app/loyalty/report"],
] as const;

/** The places of the programme; what waits for a person is counted. */
export function LoyaltyTabs({
  selected,
  waitingCount,
  onNavigate,
}: {
  selected: (typeof TABS)[number][0];
  waitingCount: number;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("loyalty-screens");
  return (
    <Box paddingBlockEnd="400">
      <Tabs
        selected={TABS.findIndex(([name]) => name === selected)}
        onSelect={(index) => {
          const url = TABS[index]?.[1];
          if (url) onNavigate(url);
        }}
        disclosureText={t("tabs.more")}
        tabs={TABS.map(([name]) => ({
          id: `loyalty-${name}`,
          content: t(`tabs.${name}`),
          ...(name === "review" && waitingCount > 0 ? { badge: String(waitingCount) } : {}),
        }))}
      />
    </Box>
  );
}

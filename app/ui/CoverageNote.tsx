import { Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { HistoryCoverage } from "~/kit/coverage";

import { describeCoverage } from "./coverage";
import { useFormat } from "./use-format";

/** Beside numbers that look back: how far back they can know anything, and how to make it further. */
export function CoverageNote({ coverage }: { coverage: HistoryCoverage }) {
  const { t } = useTranslation("ui");
  const format = useFormat();
  return (
    <Text as="p" variant="bodySm" tone="subdued">
      {t("coverage.label")}: {describeCoverage(coverage, { t, format })}
      {coverage.kind === "whole" ? null : (
        <>
          {" · "}
          <Link url="/app/history">{t("coverage.import")}</Link>
        </>
      )}
    </Text>
  );
}

import { BlockStack, Card, ChoiceList, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { type Measure, MEASURES } from "../schema";

import type { VipFormState } from "./use-vip-form";

type Props = { state: VipFormState; available: readonly Measure[] };

/** What tiers are measured by, and whether they ask for all of it. */
export function BasisCard({ state: { form, change }, available }: Props) {
  const { t } = useTranslation("vip");
  const shown = MEASURES.filter(
    (measure) => measure !== "points" || available.includes(measure) || form.bases.includes(measure),
  );
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("basis.title")}
        </Text>
        <ChoiceList
          allowMultiple
          title={t("basis.measures")}
          selected={form.bases}
          choices={shown.map((measure) => ({
            value: measure,
            label: t(`basis.${measure}`),
            ...(available.includes(measure) ? { helpText: t(`basis.${measure}Help`) } : {}),
            // What was chosen before it was gone can be taken away.
            disabled: !available.includes(measure) && !form.bases.includes(measure),
          }))}
          onChange={(chosen) => change({ bases: MEASURES.filter((measure) => chosen.includes(measure)) })}
        />
        {shown
          .filter((measure) => !available.includes(measure))
          .map((measure) => (
            <Missing key={measure} measure={measure} />
          ))}
        {form.bases.length > 1 ? (
          <ChoiceList
            title={t("mix.title")}
            selected={[form.mix]}
            choices={[
              { value: "all", label: t("mix.all") },
              { value: "any", label: t("mix.any") },
            ]}
            onChange={([mix]) => change({ mix: mix === "any" ? "any" : "all" })}
          />
        ) : null}
      </BlockStack>
    </Card>
  );
}

/** What has to be there first; outside the choice, whose texts are faint while it cannot be made. */
function Missing({ measure }: { measure: Measure }) {
  const { t } = useTranslation("vip");
  return (
    <Text as="p" tone="subdued">
      {t(`basis.${measure}Missing`)}{" "}
      {measure === "margin" ? <Link url="/app/incentives">{t("basis.marginWhere")}</Link> : null}
    </Text>
  );
}

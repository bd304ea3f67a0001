import { Banner, BlockStack, Box, Layout, Page } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { NamedValue } from "~/engine/facts/schema";
import { ConfirmDialog } from "~/ui/ConfirmDialog";
import { SaveBar } from "~/ui/SaveBar";
import { useToast } from "~/ui/use-toast";
import { useProductPicking } from "~/engine/facts/ui/use-product-picking";

import type { ProgrammePage as PageData } from "../form/presenter.server";

import { DoingsCard } from "./DoingsCard";
import { LoyaltyTabs } from "./LoyaltyTabs";
import { MultipliersCard } from "./MultipliersCard";
import { OrderRuleCard } from "./OrderRuleCard";
import { PreviewCard } from "./PreviewCard";
import { ProgrammeCard } from "./ProgrammeCard";
import { RewardsCard } from "./RewardsCard";
import { SafetyCard, TermsCard } from "./TermsCard";
import type { ProgrammeActions } from "./use-programme-actions";
import { type ProgrammeFormState, useProgrammeForm } from "./use-programme-form";

/** The programme's set-up: what earns points, what they are exchanged for, and by which terms. */
export function ProgrammePage({
  data,
  tiers,
  actions,
  onNavigate,
}: {
  data: PageData;
  /** The shop's VIP tiers from the lowest, by their tags. */
  tiers: readonly NamedValue[];
  actions: ProgrammeActions;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("loyalty-screens");
  const toast = useToast();
  const state = useProgrammeForm(data.settings, data.currencyCode);
  const products = useProductPicking(data.productNames);
  const [isAsking, setAsking] = useState(false);
  const warning = state.warnings.find(({ code }) => code === "pays-more-than-order");

  const send = () => actions.onSave(JSON.stringify(state.form));
  const save = () => {
    if (!state.tryToSave()) toast(t("toast.invalid"), { isError: true });
    else if (warning) setAsking(true);
    else send();
  };

  return (
    <Page title={t("title")} subtitle={t("subtitle")}>
      <SaveBar open={state.isDirty} saving={actions.isSaving} onSave={save} onDiscard={state.discard} />
      <LoyaltyTabs selected="programme" waitingCount={data.waitingCount} onNavigate={onNavigate} />
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <Notices data={data} state={state} />
            <ProgrammeCard state={state} />
            <OrderRuleCard state={state} products={products} />
            <DoingsCard state={state} />
            <RewardsCard state={state} products={products} />
            <MultipliersCard state={state} products={products} tiers={tiers} />
            <TermsCard state={state} />
            <SafetyCard state={state} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <PreviewCard state={state} />
        </Layout.Section>
      </Layout>
      {isAsking && warning ? (
        <ConfirmDialog
          title={t("dear.title")}
          text={t(`loyalty:problems.${warning.code}`, warning.params)}
          action={t("dear.save")}
          back={t("dear.back")}
          isDestructive
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            send();
          }}
        />
      ) : null}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

/** What the merchant should know before anything else: off, over, without rewards, or too dear. */
function Notices({ data, state }: { data: PageData; state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const { settings, isActive } = data;
  const isUseless = state.form.isEnabled && state.form.rewards.every(({ isOn }) => !isOn);
  return (
    <>
      {settings.isEnabled ? null : (
        <Banner tone="info" title={t("off-notice.title")}>
          <p>{t("off-notice.text")}</p>
        </Banner>
      )}
      {settings.isEnabled && !isActive ? (
        <Banner tone="warning" title={t("over.title")}>
          <p>{t("over.text")}</p>
        </Banner>
      ) : null}
      {isUseless ? (
        <Banner tone="warning" title={t("useless.title")}>
          <p>{t("useless.text")}</p>
        </Banner>
      ) : null}
      {state.warnings.map(({ path, code, params }) => (
        <Banner
          key={`${path}:${code}`}
          tone={code === "pays-more-than-order" ? "critical" : "warning"}
          title={t(`warning.${path === "multipliers" ? "multipliers" : "order"}`)}
        >
          <p>{t(`loyalty:problems.${code}`, params)}</p>
        </Banner>
      ))}
    </>
  );
}

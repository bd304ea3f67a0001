import { Banner, BlockStack, Box, Button, Card, Link, Page, ProgressBar, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SimulationDays } from "~/engine/flows/schema";
import { DateTime } from "~/ui/DateTime";

import type { SimulationPageData } from "../flow-screens/simulation/presenter.server";
import { ChoiceSelect } from "./fields/ChoiceSelect";
import styles from "./Flows.module.css";
import { Notices } from "./Notices";
import { SimulationResultCards } from "./SimulationResultCards";
import { isUnderWay, type SimulationActions } from "./use-simulation-actions";
import { useProblemWords } from "./use-problem-words";

type Props = { data: SimulationPageData; actions: SimulationActions };

/** A draft tried on what has happened in the last days: who would have entered, and what would have come of it. */
export function SimulationPage({ data, actions }: Props) {
  const { t } = useTranslation("flow-screens");
  const { flow, simulation, result } = data;
  const problemWords = useProblemWords();
  return (
    <Page
      title={t("simulation.title")}
      subtitle={flow.name}
      backAction={{ content: flow.name, url: `/app/flows/${flow.id}` }}
    >
      <BlockStack gap="400">
        {actions.problems.length > 0 ? (
          <Banner tone="warning" title={t("simulation.refused")}>
            <ul>
              {actions.problems.map((problem) => (
                <li key={`${problem.place} ${problem.code}`}>{problemWords(problem)}</li>
              ))}
            </ul>
            <Link url={`/app/flows/${flow.id}`}>{t("simulation.mend")}</Link>
          </Banner>
        ) : null}
        <Notices notices={data.notices} />
        <StartCard simulation={simulation} actions={actions} />
        {simulation ? <Standing simulation={simulation} actions={actions} /> : null}
        {simulation && result ? (
          <SimulationResultCards states={simulation.states} result={result} onPage={actions.onPage} />
        ) : null}
      </BlockStack>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

const DAYS = [30, 90] as const satisfies readonly SimulationDays[];

function StartCard({ simulation, actions }: Pick<SimulationPageData, "simulation"> & Pick<Props, "actions">) {
  const { t } = useTranslation("flow-screens");
  const [days, setDays] = useState<SimulationDays>(30);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p">{t("simulation.what")}</Text>
        <div className={styles.ask}>
          <ChoiceSelect
            label={t("simulation.days")}
            value={String(days) as "30" | "90"}
            choices={DAYS.map((count) => ({
              value: String(count) as "30" | "90",
              label: t("simulation.lastDays", { count }),
            }))}
            onChange={(value) => setDays(value === "30" ? 30 : 90)}
          />
          <Button
            variant="primary"
            loading={actions.isBusy}
            disabled={isUnderWay(simulation)}
            onClick={() => actions.onStart(days)}
          >
            {t(simulation ? "simulation.again" : "simulation.start")}
          </Button>
        </div>
        <BlockStack as="ul" gap="100">
          {(["nothingSent", "asToday", "draft"] as const).map((note) => (
            <li key={note}>
              <Text as="span" tone="subdued" variant="bodySm">
                {t(`simulation.note.${note}`)}
              </Text>
            </li>
          ))}
        </BlockStack>
      </BlockStack>
    </Card>
  );
}

type StandingProps = {
  simulation: NonNullable<SimulationPageData["simulation"]>;
  actions: SimulationActions;
};

function Standing({ simulation, actions }: StandingProps) {
  const { t } = useTranslation("flow-screens");
  const { state, progressPercent, days, requestedAt, id } = simulation;
  if (isUnderWay(simulation)) {
    return (
      <Card>
        <BlockStack gap="300">
          <Text as="p" id="simulation-progress">
            {t("simulation.underWay", { percent: progressPercent })}
          </Text>
          <ProgressBar progress={progressPercent} ariaLabelledBy="simulation-progress" />
          <div>
            <Button onClick={() => actions.onCancel(id)}>{t("simulation.cancel")}</Button>
          </div>
        </BlockStack>
      </Card>
    );
  }
  if (state === "failed") return <Banner tone="critical" title={t("simulation.failed")} />;
  if (state === "cancelled") return <Banner tone="info" title={t("simulation.cancelled")} />;
  return (
    <Text as="p" tone="subdued">
      {t("simulation.of", { count: days })} <DateTime at={requestedAt} />
    </Text>
  );
}

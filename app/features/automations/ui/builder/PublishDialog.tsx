import { Banner, BlockStack, ChoiceList, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FlowDefinition } from "~/engine/flows/definition";
import type { RunsOnPublish } from "~/engine/flows/schema";

import type { BuilderData } from "../../flow-screens/builder/presenter.server";
import { listChanges } from "../../rules/list-changes";
import { Notices } from "../Notices";
import { useBuilder } from "./builder-context";
import { ProblemLinks } from "./ProblemsCard";

/** What publishing would change, and what becomes of those who are inside; with problems, where they are. */
export function PublishDialog({
  data: { live, liveVersion, insideCount },
  onClose,
  onPublish,
}: {
  data: Pick<BuilderData, "live" | "liveVersion" | "insideCount">;
  onClose: () => void;
  onPublish: (runs: RunsOnPublish) => void;
}) {
  const { t } = useTranslation("flow-screens");
  const { problems, notices } = useBuilder();
  const [runs, setRuns] = useState<RunsOnPublish>("finish");
  const isPossible = problems.length === 0;
  return (
    <Modal
      open
      onClose={onClose}
      title={t("publish.title")}
      {...(isPossible
        ? { primaryAction: { content: t("builder.publish"), onAction: () => onPublish(runs) } }
        : {})}
      secondaryActions={[{ content: t("change.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {isPossible ? null : (
            <Banner tone="warning" title={t("publish.impossible")}>
              <ProblemLinks onFollow={onClose} />
            </Banner>
          )}
          <Notices notices={notices} />
          {live ? (
            <Changes live={live} version={liveVersion ?? 1} />
          ) : (
            <Text as="p">{t("publish.first")}</Text>
          )}
          {live && insideCount > 0 ? (
            <ChoiceList
              title={t("publish.inside", { count: insideCount })}
              selected={[runs]}
              choices={(["finish", "migrate"] as const).map((value) => ({
                value,
                label: t(`publish.runs.${value}`),
                helpText: t(`publish.help.${value}`),
              }))}
              onChange={([picked]) => setRuns(picked === "migrate" ? "migrate" : "finish")}
            />
          ) : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

function Changes({ live, version }: { live: FlowDefinition; version: number }) {
  const { t } = useTranslation("flow-screens");
  const { editor, words } = useBuilder();
  const changes = listChanges(live, editor.definition);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("publish.changes", { version })}
      </Text>
      {changes.length === 0 ? <Text as="p">{t("publish.none")}</Text> : null}
      <BlockStack as="ul" gap="100">
        {changes.map((change, index) => (
          <li key={index}>
            <Text as="span" breakWord>
              {change.kind === "part"
                ? t("publish.part", { part: t(`part.${change.part}`) })
                : t(`publish.change.${change.how}`, {
                    what: change.kind === "step" ? words.step(change.step) : words.exit(change.exit),
                  })}
            </Text>
          </li>
        ))}
      </BlockStack>
    </BlockStack>
  );
}

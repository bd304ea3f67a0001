import { BlockStack, Button, FormLayout, Text, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Step } from "~/engine/flows/definition";

import { CountField } from "../fields/CountField";
import { useBuilder } from "./builder-context";

type Split = Extract<Step, { kind: "split" }>;
const MOST_ARMS = 6;
const LEAST_ARMS = 2;

/** The variants people are divided among by chance, each with its share. */
export function SplitForm({ step }: { step: Split }) {
  const { t } = useTranslation("flow-screens");
  const { editor } = useBuilder();
  const { arms } = step;
  const set = (next: Split["arms"]) => editor.replace({ ...step, arms: next });
  const setArm = (index: number, part: Partial<Split["arms"][number]>) =>
    set(arms.map((arm, at) => (at === index ? { ...arm, ...part } : arm)));
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t("split.help")}
      </Text>
      {arms.map((arm, index) => (
        <FormLayout key={index}>
          <FormLayout.Group condensed>
            <TextField
              label={t("split.key")}
              autoComplete="off"
              value={arm.key}
              onChange={(text) => setArm(index, { key: asKey(text) })}
              {...(arm.key === "" ? { error: t("split.keyMissing") } : {})}
            />
            <CountField
              label={t("split.weight")}
              value={arm.weight}
              min={1}
              max={1_000}
              onChange={(weight) => setArm(index, { weight })}
            />
          </FormLayout.Group>
          {arms.length > LEAST_ARMS ? (
            <Button
              variant="tertiary"
              tone="critical"
              onClick={() => set(arms.filter((_arm, at) => at !== index))}
            >
              {t("split.remove", { arm: arm.key })}
            </Button>
          ) : null}
        </FormLayout>
      ))}
      {arms.length < MOST_ARMS ? (
        <div>
          <Button onClick={() => set([...arms, { key: freeKey(arms), weight: 1, steps: [] }])}>
            {t("split.add")}
          </Button>
        </div>
      ) : null}
    </BlockStack>
  );
}

/** What a variant may be called. */
function asKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "")
    .slice(0, 20);
}

function freeKey(arms: Split["arms"]): string {
  return [..."abcdefgh"].find((letter) => !arms.some(({ key }) => key === letter)) ?? "z";
}

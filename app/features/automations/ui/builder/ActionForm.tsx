import { FormLayout, Select, TextField } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import type { Step } from "~/engine/flows/definition";
import { CONSENT_POLICIES, needsConsent, TOPICS } from "~/engine/messaging/schema";

import { ACTION_SETTINGS } from "../../schema";
import { ChoiceSelect } from "../fields/ChoiceSelect";
import { CountField } from "../fields/CountField";
import { useBuilder } from "./builder-context";
import { OfferForm } from "./OfferForm";
import { SettingsForm } from "./SettingsForm";

type Settings = Record<string, unknown>;
type FormProps = { settings: Settings; onChange: (part: Settings) => void };

/** The settings of an action; of one that has no form here, as its feature describes them. */
export function ActionForm({ step }: { step: Extract<Step, { kind: "action" }> }) {
  const { t } = useTranslation("flow-screens");
  const { editor, materials } = useBuilder();
  const { settings } = step;
  const item = materials.actions.find(({ key }) => key === step.action);
  const onChange = (part: Settings) => editor.replace({ ...step, settings: { ...settings, ...part } });
  const field = (name: string, props: { type?: "url"; placeholder?: string } = {}) => (
    <TextField
      label={t(`field.${name}`)}
      autoComplete="off"
      value={textIn(settings[name])}
      onChange={(text) => onChange({ [name]: text })}
      {...props}
    />
  );
  switch (step.action) {
    case "messages.send":
      return <MessageForm settings={settings} onChange={onChange} />;
    case "incentives.issue":
      return (
        <FormLayout>
          <OfferForm value={settings.offer} onChange={(offer) => onChange({ offer })} />
          <ChoiceSelect
            label={t("field.whenRefused")}
            value={settings.whenRefused === "end" ? "end" : "continue"}
            choices={(["continue", "end"] as const).map((value) => ({
              value,
              label: t(`field.refused.${value}`),
            }))}
            onChange={(whenRefused) => onChange({ whenRefused })}
          />
        </FormLayout>
      );
    case "tags.add":
    case "tags.remove":
      return field("tag");
    case "webhooks.call":
      return field("url", { type: "url", placeholder: "https://" });
    case "flows.start":
      return <FlowForm settings={settings} onChange={onChange} />;
    default:
      return item ? (
        <SettingsForm
          of="actions"
          item={item}
          settings={settings}
          place={`steps.${step.id}`}
          onChange={onChange}
        />
      ) : null;
  }
}

const MESSAGE = ACTION_SETTINGS["messages.send"];

function MessageForm({ settings, onChange }: FormProps) {
  const { t } = useTranslation("flow-screens");
  const { materials } = useBuilder();
  const read = MESSAGE.safeParse({ ...settings, templateKey: textIn(settings.templateKey) || "-" });
  const { channel, topic, usefulHours } = read.success ? read.data : MESSAGE.parse({ templateKey: "-" });
  const templates = materials.templates.filter(({ kind }) => kind === channel);
  const templateKey = textIn(settings.templateKey);
  return (
    <FormLayout>
      <ChoiceSelect
        label={t("field.channel")}
        value={channel}
        choices={(["email", "sms"] as const).map((value) => ({ value, label: t(`channel.${value}`) }))}
        onChange={(next) => onChange({ channel: next, templateKey: "" })}
      />
      <Select
        label={t("field.template")}
        value={templates.some(({ key }) => key === templateKey) ? templateKey : ""}
        options={[
          { value: "", label: t("field.choose") },
          ...templates.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        onChange={(key) => onChange({ templateKey: key })}
        {...(templates.length === 0 ? { helpText: t("field.noTemplates") } : {})}
      />
      <ChoiceSelect
        label={t("field.topic")}
        helpText={t("field.topicHelp")}
        value={topic}
        choices={TOPICS.map((value) => ({ value, label: t(`templates:topic.${value}`) }))}
        onChange={(next) => onChange({ topic: next })}
      />
      {needsConsent(topic) ? (
        <ChoiceSelect
          label={t("field.consent")}
          value={CONSENT_POLICIES.find((policy) => policy === settings.consent) ?? "subscribed-only"}
          choices={CONSENT_POLICIES.map((value) => ({ value, label: t(`consent.${value}`) }))}
          onChange={(consent) => onChange({ consent })}
        />
      ) : null}
      <CountField
        label={t("field.usefulHours")}
        helpText={t("field.usefulHelp")}
        suffix={t("field.hours")}
        value={usefulHours}
        min={1}
        max={720}
        onChange={(hours) => onChange({ usefulHours: hours })}
      />
    </FormLayout>
  );
}

function FlowForm({ settings, onChange }: FormProps) {
  const { t } = useTranslation("flow-screens");
  const { flowId, materials } = useBuilder();
  const others = materials.flows.filter(({ id }) => id !== flowId);
  const picked = textIn(settings.flowId);
  return (
    <Select
      label={t("field.flow")}
      value={others.some(({ id }) => id === picked) ? picked : ""}
      options={[
        { value: "", label: t("field.choose") },
        ...others.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => onChange({ flowId: id })}
      {...(others.length === 0 ? { helpText: t("field.noFlows") } : {})}
    />
  );
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

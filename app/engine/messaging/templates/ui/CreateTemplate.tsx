import { BlockStack, Modal, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { TEMPLATE_KINDS, type TemplateKind } from "../schema";
import type { GalleryItem } from "../screens/schema";

import type { GalleryActions } from "./use-gallery-actions";

type Props = {
  items: readonly GalleryItem[];
  /** Ref of the template to begin with, empty for none; null while closed. */
  from: string | null;
  isBusy: boolean;
  onClose: () => void;
  onCreate: GalleryActions["onCreate"];
};

/** Asks for the name of a new template, and what it begins with. */
export function CreateTemplate({ items, from: proposed, isBusy, onClose, onCreate }: Props) {
  const { t } = useTranslation("templates");
  const copied = items.find(({ ref }) => ref === proposed);
  const [name, setName] = useState(copied ? t("create.copyOf", { name: copied.name }) : "");
  const [from, setFrom] = useState(proposed ?? "");
  const [kind, setKind] = useState<TemplateKind>("email");
  const isNamed = name.trim() !== "";
  return (
    <Modal
      open={proposed !== null}
      onClose={onClose}
      title={t("create.title")}
      primaryAction={{
        content: t("create.submit"),
        disabled: !isNamed,
        loading: isBusy,
        onAction: () => onCreate({ name: name.trim(), from, as: kind }),
      }}
      secondaryActions={[{ content: t("create.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          <TextField
            label={t("create.name")}
            value={name}
            onChange={setName}
            maxLength={120}
            autoComplete="off"
          />
          <Select
            label={t("create.from")}
            value={from}
            onChange={setFrom}
            options={[
              { label: t("create.empty"), value: "" },
              ...items.map(({ ref, name: label }) => ({ label, value: ref })),
            ]}
          />
          {from === "" ? (
            <Select
              label={t("create.kind")}
              value={kind}
              onChange={(chosen) => setKind(TEMPLATE_KINDS.find((one) => one === chosen) ?? "email")}
              options={TEMPLATE_KINDS.map((value) => ({ label: t(`kind.${value}`), value }))}
            />
          ) : null}
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

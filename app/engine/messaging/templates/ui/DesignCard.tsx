import {
  BlockStack,
  Card,
  ChoiceList,
  FormLayout,
  RangeSlider,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { SaveBar } from "~/ui/SaveBar";
import { useToast } from "~/ui/use-toast";

import { AA_CONTRAST, contrastOf } from "../rules/colour";
import { designOf } from "../rules/design";
import { DESIGN_PRESETS, type DesignChoice, DesignChoiceSchema, FONT_STACKS } from "../schema";

import { MailPicture } from "./MailPicture";
import styles from "./TemplateFrame.module.css";
import type { GalleryActions } from "./use-gallery-actions";

type Props = {
  design: DesignChoice;
  actions: Pick<GalleryActions, "isBusy" | "onSaveDesign">;
  /** HTML of a mail in the saved design. */
  sample: string;
};

/** What all mails of the shop look like. */
export function DesignCard({ design: saved, actions, sample }: Props) {
  const { t } = useTranslation("templates");
  const toast = useToast();
  const { design, setDesign, accent, setAccent, logo, setLogo, parsed, errors, isDirty, discard } =
    useDesign(saved);
  const shown = designOf(parsed.success ? parsed.data : saved);
  const picture = useMemo(
    () => repainted(sample, { from: designOf(saved), to: shown }),
    [sample, saved, shown],
  );
  const save = () => {
    if (parsed.success) actions.onSaveDesign(parsed.data);
    else toast(t("toast.invalid"), { isError: true });
  };
  const ratio = contrastOf(shown.light.accent, shown.light.sheet);
  return (
    <div className={styles.editor}>
      <SaveBar open={isDirty} saving={actions.isBusy} onSave={save} onDiscard={discard} />
      <Card>
        <BlockStack gap="400">
          <Text as="h2" variant="headingMd">
            {t("design.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("design.help")}
          </Text>
          <ChoiceList
            title={t("design.preset")}
            selected={[design.preset]}
            onChange={([preset]) =>
              setDesign({ ...design, preset: DESIGN_PRESETS.find((one) => one === preset) ?? "garden" })
            }
            choices={DESIGN_PRESETS.map((value) => ({ label: <PresetName preset={value} />, value }))}
          />
          <FormLayout>
            <TextField
              label={t("design.accent")}
              helpText={
                ratio < AA_CONTRAST
                  ? t("design.lowContrast", { ratio: ratio.toFixed(1) })
                  : t("design.accentHelp")
              }
              placeholder={shown.light.accent}
              value={accent}
              onChange={setAccent}
              autoComplete="off"
              {...(errors.accent ? { error: t("design.accentError") } : {})}
            />
            <Select
              label={t("design.font")}
              value={design.font ?? ""}
              onChange={(font) =>
                setDesign({ ...design, font: FONT_STACKS.find((one) => one === font) ?? null })
              }
              options={[
                { label: t("design.ofPreset"), value: "" },
                ...FONT_STACKS.map((value) => ({ label: t(`design.fonts.${value}`), value })),
              ]}
            />
            <RangeSlider
              output
              label={t("design.radius")}
              min={0}
              max={32}
              value={design.radiusPx ?? shown.radiusPx}
              onChange={(radius) => setDesign({ ...design, radiusPx: Number(radius) })}
              suffix={<Text as="span">{design.radiusPx ?? shown.radiusPx} px</Text>}
            />
            <TextField
              label={t("design.logo")}
              helpText={t("design.logoHelp")}
              value={logo}
              onChange={setLogo}
              type="url"
              autoComplete="off"
              {...(errors.logoUrl ? { error: t("design.logoError") } : {})}
            />
          </FormLayout>
        </BlockStack>
      </Card>
      <div className={styles.stage}>
        <MailPicture html={picture} title={t("preview.frame")} isNarrow={false} scheme="light" />
      </div>
    </div>
  );
}

/** The choice as it is typed: a colour and an address may be unfinished. */
function useDesign(saved: DesignChoice) {
  const [design, setDesign] = useState(saved);
  const [accent, setAccent] = useState(saved.accent ?? "");
  const [logo, setLogo] = useState(saved.logoUrl ?? "");
  const wanted = { ...design, accent: accent.trim() || null, logoUrl: logo.trim() || null };
  const parsed = DesignChoiceSchema.safeParse(wanted);
  const errors = parsed.success ? {} : parsed.error.flatten().fieldErrors;
  const isDirty = JSON.stringify(wanted) !== JSON.stringify(saved);
  const discard = () => {
    setDesign(saved);
    setAccent(saved.accent ?? "");
    setLogo(saved.logoUrl ?? "");
  };
  return { design, setDesign, accent, setAccent, logo, setLogo, parsed, errors, isDirty, discard };
}

function PresetName({ preset }: { preset: DesignChoice["preset"] }) {
  const { t } = useTranslation("templates");
  const { light } = designOf(DesignChoiceSchema.parse({ preset }));
  return (
    <>
      {[light.accent, light.tint, light.page].map((colour) => (
        <span key={colour} className={styles.swatch} style={{ background: colour }} aria-hidden="true" />
      ))}{" "}
      {t(`design.presets.${preset}`)}
    </>
  );
}

type Drawn = ReturnType<typeof designOf>;

/** The sample in other looks without asking the server: colours, letters and corners stand in it as they are. */
function repainted(html: string, { from, to }: { from: Drawn; to: Drawn }): string {
  const marks = new Map<string, string>();
  for (const name of Object.keys(from.light) as (keyof Drawn["light"])[])
    if (!marks.has(from.light[name])) marks.set(from.light[name], to.light[name]);
  const colours = new RegExp([...marks.keys()].join("|"), "g");
  return html
    .replace(colours, (colour) => marks.get(colour) ?? colour)
    .replaceAll(from.fontStack, to.fontStack)
    .replaceAll(`border-radius:${from.radiusPx}px`, `border-radius:${to.radiusPx}px`);
}

import { Box, Checkbox } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { FormField } from "./FormField";
import { SectionCard } from "./SectionCard";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

/** Whether there is a programme, and until when. */
export function ProgrammeCard({ state }: { state: ProgrammeFormState }) {
  const { t } = useTranslation("loyalty-screens");
  const errorOf = useProblemText(state);
  const { form, change } = state;
  return (
    <SectionCard title={t("programme.title")} text={t("programme.text")}>
      <Checkbox
        label={t("programme.enabled")}
        helpText={t("programme.enabledHelp")}
        checked={form.isEnabled}
        onChange={(isEnabled) => change({ isEnabled })}
      />
      <Box maxWidth="260px">
        <FormField
          kind="day"
          label={t("programme.endsOn")}
          help={t("programme.endsOnHelp")}
          value={form.endsOn}
          onChange={(endsOn) => change({ endsOn })}
          {...errorOf("endsOn")}
        />
      </Box>
    </SectionCard>
  );
}

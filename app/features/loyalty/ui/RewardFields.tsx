import { BlockStack, Checkbox, ChoiceList, FormLayout, Select } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { type ProductPicking, productGidOf } from "~/engine/facts/ui/use-product-picking";

import { hasAmount, isCode, isIncremental } from "../form/rules";
import type { RewardForm } from "../form/schema";
import { REWARD_KINDS } from "../settings/schema";

import { FormField } from "./FormField";
import { ProductField } from "./ProductField";
import { useProblemText } from "./use-problem-text";
import type { ProgrammeFormState } from "./use-programme-form";

type Props = {
  state: ProgrammeFormState;
  products: ProductPicking;
  reward: RewardForm;
  /** In the settings. */
  path: string;
};

const LANGUAGES = ["en", "pl", "ru"] as const;

/** One reward: what it is, what it costs, and under which terms it is given. */
export function RewardFields(props: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { products, reward } = props;
  const { change, text, errorOf } = useFields(props);
  const { kind } = reward;
  return (
    <FormLayout>
      <FormLayout.Group>
        <FormField label={t("rewards.name")} help={t("rewards.nameHelp")} {...text("title")} />
        <Select
          label={t("rewards.what")}
          options={REWARD_KINDS.map((value) => ({ value, label: t(`rewards.kind.${value}`) }))}
          value={kind}
          onChange={(value) => change({ kind: REWARD_KINDS.find((one) => one === value) ?? kind })}
        />
      </FormLayout.Group>
      {kind === "product" ? (
        <ProductField
          products={products}
          value={reward.productGid}
          toValue={productGidOf}
          onChange={(productGid) => change({ productGid })}
          {...errorOf("productGid")}
        />
      ) : null}
      <Price {...props} />
      <Terms {...props} />
      <FormLayout.Group condensed title={t("rewards.titles")}>
        {LANGUAGES.map((language) => (
          <FormField
            key={language}
            label={t(`language.${language}`)}
            placeholder={reward.title}
            value={reward.titles[language] ?? ""}
            onChange={(title) => change({ titles: { ...reward.titles, [language]: title } })}
            {...errorOf(`titles.${language}`)}
          />
        ))}
      </FormLayout.Group>
      <Checkbox label={t("rewards.isOn")} checked={reward.isOn} onChange={(isOn) => change({ isOn })} />
    </FormLayout>
  );
}

type TextName = {
  [Name in keyof RewardForm]: RewardForm[Name] extends string ? Name : never;
}[keyof RewardForm];

/** Where a field of the form stands in the settings, when by another name. */
const PLACES: Partial<Record<TextName, string>> = {
  value: "valueMinor",
  percent: "percentBp",
  minimum: "minimumMinor",
  stepPoints: "incremental.stepPoints",
  valuePerStep: "incremental.valuePerStepMinor",
  minPoints: "incremental.minPoints",
  maxPoints: "incremental.maxPoints",
};

function useFields({ state, reward, path }: Props) {
  const find = useProblemText(state);
  const errorOf = (place: string) => find(`${path}.${place}`);
  const change = (part: Partial<RewardForm>) => state.changeRow("rewards", reward.id, part);
  const text = (name: TextName) => ({
    value: reward[name],
    onChange: (value: string) => change({ [name]: value }),
    ...errorOf(PLACES[name] ?? name),
  });
  return { change, text, errorOf };
}

function Price(props: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { reward, state } = props;
  const { change, text } = useFields(props);
  const { kind } = reward;
  const money = { kind: "decimal", suffix: state.currencyCode } as const;
  return (
    <BlockStack gap="400">
      {hasAmount(kind) && kind !== "product" ? (
        <ChoiceList
          title={t("rewards.price")}
          selected={[reward.price]}
          choices={[
            { value: "fixed", label: t("rewards.fixed") },
            { value: "any", label: t("rewards.any"), helpText: t("rewards.anyHelp") },
          ]}
          onChange={([price]) => change({ price: price === "any" ? "any" : "fixed" })}
        />
      ) : null}
      {isIncremental(reward) ? (
        <BlockStack gap="400">
          <FormLayout.Group condensed>
            <FormField kind="whole" label={t("rewards.stepPoints")} {...text("stepPoints")} />
            <FormField {...money} label={t("rewards.valuePerStep")} {...text("valuePerStep")} />
          </FormLayout.Group>
          <FormLayout.Group condensed>
            <FormField kind="whole" label={t("rewards.minPoints")} {...text("minPoints")} />
            <FormField
              kind="whole"
              label={t("rewards.maxPoints")}
              placeholder={t("noLimit")}
              {...text("maxPoints")}
            />
          </FormLayout.Group>
        </BlockStack>
      ) : (
        <FormLayout.Group condensed>
          <FormField kind="whole" label={t("rewards.costPoints")} {...text("costPoints")} />
          {hasAmount(kind) ? (
            <FormField
              {...money}
              label={t(kind === "product" ? "rewards.productValue" : "rewards.value")}
              {...text("value")}
            />
          ) : null}
          {kind === "percentage" ? (
            <FormField kind="decimal" suffix="%" label={t("rewards.percent")} {...text("percent")} />
          ) : null}
        </FormLayout.Group>
      )}
    </BlockStack>
  );
}

function Terms(props: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { reward, state } = props;
  const { text } = useFields(props);
  return (
    <FormLayout.Group condensed>
      {isCode(reward.kind) ? (
        <FormField
          kind="decimal"
          suffix={state.currencyCode}
          label={t("rewards.minimum")}
          placeholder={t("rewards.noMinimum")}
          {...text("minimum")}
        />
      ) : null}
      <FormField kind="whole" suffix={t("days")} label={t("rewards.validDays")} {...text("validDays")} />
      <FormField kind="day" label={t("rewards.endsOn")} {...text("endsOn")} />
    </FormLayout.Group>
  );
}

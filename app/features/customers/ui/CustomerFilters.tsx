import { BlockStack, Button, Icon, InlineGrid, Select, TextField } from "@shopify/polaris";
import { SearchIcon } from "@shopify/polaris-icons";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { CONSENT_FILTERS, type CustomerListQuery, SORT_KEYS } from "../rules/list-query";
import type { CustomerListData } from "../schema";
import { ConditionFilter } from "./ConditionFilter";

const TYPING_PAUSE_MS = 300;

type Show = (change: Partial<CustomerListQuery>, options?: { replace: boolean }) => void;

/** Search and choices above the list, and a condition for what they cannot say. The search runs when typing pauses. */
export function CustomerFilters({ data, onShow }: { data: CustomerListData; onShow: Show }) {
  const { t } = useTranslation("customers");
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { query, tierNames } = data;
  return (
    <BlockStack gap="300">
      <InlineGrid columns={{ xs: 1, md: "1fr auto" }} gap="200">
        <Choices query={query} tierNames={tierNames} onShow={onShow} />
        <Button
          disclosure={isOpen ? "up" : "down"}
          ariaExpanded={isOpen}
          ariaControls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {t("condition.open")}
        </Button>
      </InlineGrid>
      {isOpen ? (
        <ConditionFilter
          // Taken away or changed elsewhere, the condition is written anew.
          key={JSON.stringify(query.condition)}
          {...{ id, data, onShow }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </BlockStack>
  );
}

function Choices({
  query,
  tierNames,
  onShow,
}: {
  query: CustomerListQuery;
  tierNames: Record<string, string>;
  onShow: Show;
}) {
  const { t } = useTranslation("customers");
  const [search, setSearch] = useTypedSearch(query.search, onShow);
  const tiers = Object.entries(tierNames);
  return (
    <InlineGrid columns={{ xs: 1, md: "2fr 3fr" }} gap="200">
      <TextField
        label={t("search.label")}
        labelHidden
        placeholder={t("search.placeholder")}
        prefix={<Icon source={SearchIcon} />}
        autoComplete="off"
        value={search}
        onChange={setSearch}
        clearButton
        onClearButtonClick={() => setSearch("")}
      />
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
        <Select
          label={t("filter.sort")}
          labelHidden
          value={`${query.sort} ${query.direction}`}
          options={SORT_KEYS.flatMap((key) =>
            (["desc", "asc"] as const).map((direction) => ({
              label: t(`sort.${key}.${direction}`),
              value: `${key} ${direction}`,
            })),
          )}
          onChange={(value) => {
            const sort = SORT_KEYS.find((key) => value.startsWith(`${key} `)) ?? "last-order";
            onShow({ sort, direction: value.endsWith(" asc") ? "asc" : "desc" });
          }}
        />
        <Select
          label={t("filter.consent")}
          labelHidden
          value={query.consent ?? ""}
          options={[
            { label: t("filter.anyConsent"), value: "" },
            ...CONSENT_FILTERS.map((consent) => ({ label: t(`consent.${consent}`), value: consent })),
          ]}
          onChange={(value) =>
            onShow({ consent: CONSENT_FILTERS.find((consent) => consent === value) ?? null })
          }
        />
        <Select
          label={t("filter.anyTier")}
          labelHidden
          disabled={tiers.length === 0}
          value={query.tierId ?? ""}
          options={[
            { label: t("filter.anyTier"), value: "" },
            ...tiers.map(([tierId, tier]) => ({ label: t("filter.tier", { tier }), value: tierId })),
          ]}
          onChange={(value) => onShow({ tierId: value || null })}
        />
      </InlineGrid>
    </InlineGrid>
  );
}

/** The text being typed; shown as a search once typing pauses. A search changed elsewhere wins. */
function useTypedSearch(shown: string, onShow: Show): [string, (text: string) => void] {
  const [typed, setTyped] = useState(shown);
  const show = useRef(onShow);
  show.current = onShow;
  useEffect(() => setTyped(shown), [shown]);
  useEffect(() => {
    if (typed.trim() === shown) return undefined;
    const timer = setTimeout(
      () => show.current({ search: typed.trim() }, { replace: true }),
      TYPING_PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [typed, shown]);
  return [typed, setTyped];
}

import { Box, Card, InlineGrid, Page, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { EmptyNotice } from "~/ui/EmptyNotice";

import { TOPICS } from "../../schema";
import { MESSAGE_STATES, type MessageFilter, type MessageLogData } from "../schema";
import { MessageTable } from "./MessageTable";

type Props = {
  data: MessageLogData;
  isLoading: boolean;
  onShow: (search: Record<string, string>) => void;
};

/** Every message of the shop: what became of it, why, and who followed its links. */
export function MessagesPage({ data, isLoading, onShow }: Props) {
  const { t } = useTranslation("messaging");
  const { filter } = data;
  const [query, setQuery] = useState(filter.query);

  function show(change: Partial<MessageFilter>) {
    const next = { ...filter, query, page: 1, ...change };
    const entries = Object.entries(next).filter(([, value]) => value !== null && value !== "" && value !== 1);
    onShow(Object.fromEntries(entries.map(([name, value]) => [name, String(value)])));
  }

  return (
    <Page title={t("log.title")} subtitle={t("log.subtitle")}>
      {data.isEmpty ? (
        <EmptyNotice
          title={t("log.empty.title")}
          text={t("log.empty.text")}
          action={{ label: t("log.empty.action"), url: "/app/recovery/settings" }}
        />
      ) : (
        <Card padding="0">
          <Box padding="400">
            <form
              role="search"
              onSubmit={(event) => {
                event.preventDefault();
                show({});
              }}
            >
              <InlineGrid columns={{ xs: 1, md: ["twoThirds", "oneThird"] }} gap="300">
                <TextField
                  label={t("log.search")}
                  labelHidden
                  placeholder={t("log.search")}
                  autoComplete="off"
                  value={query}
                  onChange={setQuery}
                  clearButton
                  onClearButtonClick={() => {
                    setQuery("");
                    show({ query: "" });
                  }}
                />
                <InlineGrid columns={2} gap="300">
                  <Select
                    label={t("log.stateLabel")}
                    labelHidden
                    value={filter.state ?? ""}
                    options={[
                      { label: t("log.anyState"), value: "" },
                      ...MESSAGE_STATES.map((value) => ({ label: t(`log.state.${value}`), value })),
                    ]}
                    onChange={(value) =>
                      show({ state: MESSAGE_STATES.find((state) => state === value) ?? null })
                    }
                  />
                  <Select
                    label={t("log.topicLabel")}
                    labelHidden
                    value={filter.topic ?? ""}
                    options={[
                      { label: t("log.anyTopic"), value: "" },
                      ...TOPICS.map((value) => ({ label: t(`topic.${value}.label`), value })),
                    ]}
                    onChange={(value) => show({ topic: TOPICS.find((topic) => topic === value) ?? null })}
                  />
                </InlineGrid>
              </InlineGrid>
            </form>
          </Box>
          <MessageTable data={data} isLoading={isLoading} onPage={(page) => show({ page })} />
        </Card>
      )}
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

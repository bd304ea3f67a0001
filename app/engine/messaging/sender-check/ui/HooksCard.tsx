import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { HookStatus } from "../schema";

const NAMES = { ses: "Amazon SES", sendgrid: "SendGrid", postmark: "Postmark", mailgun: "Mailgun" } as const;

/** Which mail providers tell of bounces and complaints. */
export function HooksCard({ hooks }: { hooks: readonly HookStatus[] }) {
  return (
    <Card>
      <BlockStack gap="400">
        {hooks.map((hook) => (
          <Hook key={hook.provider} hook={hook} />
        ))}
      </BlockStack>
    </Card>
  );
}

function Hook({ hook: { provider, isSetUp, url, lastReportedAt, confirm } }: { hook: HookStatus }) {
  const { t } = useTranslation("messaging");
  const format = useFormat();
  const state = !isSetUp ? "off" : lastReportedAt ? "reporting" : "waiting";
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm">
          {NAMES[provider]}
        </Text>
        <Badge {...(state === "reporting" ? { tone: "success" as const } : {})}>
          {t(`sender.hooks.state.${state}`)}
        </Badge>
      </InlineStack>
      <Text as="p" variant="bodySm" tone="subdued" breakWord>
        {lastReportedAt
          ? t("sender.hooks.last", { at: format.instant(lastReportedAt) })
          : t(`sender.hooks.${isSetUp ? "address" : `setUp.${provider}`}`, { url })}
      </Text>
      {confirm ? (
        <Text as="p" breakWord>
          {t("sender.hooks.confirm", { topic: confirm.topic, at: format.instant(confirm.askedAt) })}{" "}
          <Link url={confirm.url} target="_blank">
            {t("sender.hooks.confirmLink")}
          </Link>
        </Text>
      ) : null}
    </BlockStack>
  );
}

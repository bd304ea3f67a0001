import { BlockStack, Box, Card, Link, Pagination, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormatInstant } from "~/ui/DateTime";

import type { AccessItem, PrivacyPageData } from "../schema";

/** Who of the staff looked at people's data, the latest first. */
export function AccessCard({
  access,
  onPage,
}: {
  access: PrivacyPageData["access"];
  onPage: (page: number) => void;
}) {
  const { t } = useTranslation("privacy");
  const { items, page, pageCount, totalCount } = access;
  if (totalCount === 0) {
    return (
      <Card>
        <Text as="p" tone="subdued">
          {t("access.none")}
        </Text>
      </Card>
    );
  }
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="300" as="ul">
          {items.map((item) => (
            <AccessRow key={item.id} item={item} />
          ))}
        </BlockStack>
      </Box>
      <Box padding="400" background="bg-surface-secondary">
        <BlockStack gap="200" inlineAlign="center">
          <Text as="p" variant="bodySm" tone="subdued">
            {t("access.count", { count: totalCount })} · {t("access.page", { page, pageCount })}
          </Text>
          {pageCount > 1 ? (
            <Pagination
              hasPrevious={page > 1}
              onPrevious={() => onPage(page - 1)}
              hasNext={page < pageCount}
              onNext={() => onPage(page + 1)}
            />
          ) : null}
        </BlockStack>
      </Box>
    </Card>
  );
}

function AccessRow({ item: { staffId, page, customerId, accessedAt } }: { item: AccessItem }) {
  const { t } = useTranslation("privacy");
  const format = useFormatInstant();
  // One who was erased has no page any more.
  const isKnown = customerId !== null && !customerId.includes("_erased-");
  return (
    <li style={{ listStyle: "none" }}>
      <BlockStack>
        <Text as="span">
          {t(`access.pages.${page}`)}
          {isKnown ? (
            <>
              {" "}
              <Link url={`/app/customers/${customerId}`}>{t("access.customer")}</Link>
            </>
          ) : null}
        </Text>
        <Text as="span" variant="bodySm" tone="subdued">
          {staffId === null ? t("access.unknownStaff") : t("access.staff", { id: staffId })} ·{" "}
          {format(accessedAt)}
        </Text>
      </BlockStack>
    </li>
  );
}

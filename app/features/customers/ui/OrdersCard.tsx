import { Badge, BlockStack, Box, Card, Divider, InlineStack, Pagination, Text } from "@shopify/polaris";
import { useTranslation } from "react-i18next";

import { useFormat } from "~/ui/use-format";

import type { ProfileData, ProfileOrder } from "../profile/schema";
import { profileUrl } from "./profile-url";

/** The customer's orders with what was in them, what was taken off and what was given back. */
export function OrdersCard({
  profile,
  onNavigate,
}: {
  profile: ProfileData;
  onNavigate: (url: string) => void;
}) {
  const { t } = useTranslation("customers");
  const { items, page, pageCount, totalCount } = profile.orders;
  const goTo = (ordersPage: number) => onNavigate(profileUrl(profile.id, { ...profile.query, ordersPage }));
  return (
    <Card padding="0">
      <Box padding="400">
        <InlineStack align="space-between">
          <Text as="h2" variant="headingMd">
            {t("profile.orders")}
          </Text>
          <Text as="span" tone="subdued">
            {totalCount}
          </Text>
        </InlineStack>
      </Box>
      {items.length === 0 ? (
        <Box padding="400" paddingBlockStart="0">
          <Text as="p" tone="subdued">
            {t("order.none")}
          </Text>
        </Box>
      ) : (
        items.map((order) => <OrderItem key={order.id} order={order} />)
      )}
      {pageCount > 1 ? (
        <Pagination
          type="table"
          label={t("page", { page, pageCount })}
          hasPrevious={page > 1}
          hasNext={page < pageCount}
          onPrevious={() => goTo(page - 1)}
          onNext={() => goTo(page + 1)}
        />
      ) : null}
    </Card>
  );
}

function OrderItem({ order }: { order: ProfileOrder }) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const money = (minor: number) => format.money(minor, order.currencyCode);
  return (
    <>
      <Divider />
      <Box padding="400">
        <BlockStack gap="200">
          <InlineStack align="space-between" gap="200">
            <InlineStack gap="200" blockAlign="center">
              <Text as="h3" variant="headingSm">
                {order.name}
              </Text>
              <Text as="span" tone="subdued">
                {format.instant(order.placedAt)}
              </Text>
              <OrderBadges order={order} />
            </InlineStack>
            <Text as="span" fontWeight="semibold" numeric>
              {money(order.netMinor)}
            </Text>
          </InlineStack>
          {order.lines.map((line) => (
            <Amount
              key={line.id}
              label={`${line.quantity} × ${[line.title, line.variantTitle].filter(Boolean).join(" · ")}${
                line.currentQuantity < line.quantity
                  ? ` (${t("order.kept", { count: line.currentQuantity })})`
                  : ""
              }`}
              amount={money(line.unitPriceMinor * line.quantity)}
            />
          ))}
          {order.discounts.map(({ code, amountMinor }) => (
            <Amount
              key={code}
              label={t("order.code", { code })}
              amount={amountMinor === null ? "" : money(-amountMinor)}
            />
          ))}
          {order.totalMinor === order.netMinor ? null : (
            <Amount label={t("order.total")} amount={money(order.totalMinor)} />
          )}
          {order.refunds.map((refund) => (
            <Amount
              key={refund.id}
              label={t("order.refund", { at: format.dayOf(refund.refundedAt) })}
              amount={money(-refund.amountMinor)}
            />
          ))}
        </BlockStack>
      </Box>
    </>
  );
}

function Amount({ label, amount }: { label: string; amount: string }) {
  return (
    <InlineStack align="space-between" gap="200" wrap={false}>
      <Text as="span" tone="subdued" breakWord>
        {label}
      </Text>
      <Text as="span" tone="subdued" numeric>
        {amount}
      </Text>
    </InlineStack>
  );
}

function OrderBadges({ order }: { order: ProfileOrder }) {
  const { t } = useTranslation("customers");
  return (
    <>
      {order.financialStatus ? (
        <Badge>
          {t([`status.${order.financialStatus.toLowerCase()}`, "status.other"], {
            status: order.financialStatus,
          })}
        </Badge>
      ) : null}
      {order.isCancelled ? <Badge tone="critical">{t("order.cancelled")}</Badge> : null}
      {order.isTest ? <Badge tone="info">{t("order.test")}</Badge> : null}
      {order.isValid ? null : <Badge tone="attention">{t("order.notCounted")}</Badge>}
    </>
  );
}

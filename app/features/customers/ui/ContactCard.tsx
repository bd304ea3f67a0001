import { BlockStack, Card, InlineStack, Link, Tag, Text } from "@shopify/polaris";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";
import { useFormat } from "~/ui/use-format";

import type { ProfileData } from "../profile/schema";
import type { ConsentFilter } from "../rules/list-query";
import { ConsentBadge } from "./ConsentBadge";

/** How to reach the customer, whether we may, and what the store says of them. */
export function ContactCard({ profile }: { profile: ProfileData }) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  const locale = useLocale();
  const { email, phone, city, countryCode, language, tags, note } = profile;
  const place = [city, countryCode ? nameOf(countryCode, "region", locale) : null].filter(Boolean).join(", ");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("profile.contact")}
        </Text>
        <Fact term={t("profile.email")}>{email ? <Link url={`mailto:${email}`}>{email}</Link> : null}</Fact>
        <Fact term={t("profile.phone")}>{phone}</Fact>
        <Fact term={t("profile.place")}>{place || null}</Fact>
        <Fact term={t("profile.language")}>{language ? nameOf(language, "language", locale) : null}</Fact>
        <Fact term={t("profile.emailConsent")}>
          <DatedConsent consent={profile.emailConsent} at={profile.emailConsentAt} />
        </Fact>
        <Fact term={t("profile.smsConsent")}>
          <DatedConsent consent={profile.smsConsent} at={profile.smsConsentAt} />
        </Fact>
        <Fact term={t("profile.tier")}>
          {profile.tierName && profile.tierSince
            ? t("profile.tierSince", { tier: profile.tierName, since: format.dayOf(profile.tierSince) })
            : null}
        </Fact>
        <Fact term={t("profile.registered")}>
          {profile.registeredAt ? format.dayOf(profile.registeredAt) : null}
        </Fact>
        <Fact term={t("profile.tags")}>
          {tags.length > 0 ? (
            <InlineStack gap="100">
              {tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </InlineStack>
          ) : null}
        </Fact>
        {note ? <Fact term={t("profile.note")}>{note}</Fact> : null}
      </BlockStack>
    </Card>
  );
}

function DatedConsent({ consent, at }: { consent: ConsentFilter; at: string | null }) {
  const { t } = useTranslation("customers");
  const format = useFormat();
  return (
    <InlineStack gap="100" blockAlign="center">
      <ConsentBadge consent={consent} />
      {at ? <span>{t("days.since", { from: format.dayOf(at) })}</span> : null}
    </InlineStack>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <BlockStack gap="050">
      <Text as="h3" variant="bodySm" tone="subdued">
        {term}
      </Text>
      <Text as="span" breakWord>
        {children ?? "–"}
      </Text>
    </BlockStack>
  );
}

/** A code's name in the reader's language; the code itself when it has none. */
function nameOf(code: string, type: "region" | "language", locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type }).of(code) ?? code;
  } catch {
    return code; // Not a code that the standard knows: stores import anything.
  }
}

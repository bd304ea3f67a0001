import { useId } from "react";
import { useTranslation } from "react-i18next";

import { useLocale } from "~/ui/locale-context";
import { type Format, useFormat } from "~/ui/use-format";

import { isOffered } from "../redemptions/rules";
import type { EarnRuleView, RewardView } from "../schema";
import type { LoyaltySettings } from "../settings/schema";
import { earnRulesOf, rewardView } from "../storefront/views";

import styles from "./StorefrontPreview.module.css";

type Props = {
  settings: LoyaltySettings;
  currencyCode: string;
  /** Of the member who looks; null = nobody is signed in. */
  balance: number | null;
};

const ALWAYS = "0000-01-01";

/** The theme's loyalty block, from the same views as the storefront's. It cannot be used: it shows. */
export function StorefrontPreview({ settings, currencyCode, balance }: Props) {
  const { t } = useTranslation("loyalty-screens");
  const { t: viewTexts } = useTranslation("loyalty");
  const language = useLocale();
  const titleId = useId();
  const texts = { language, t: viewTexts };
  const rewards = settings.rewards
    .filter((reward) => isOffered(reward, ALWAYS))
    .map((reward) => rewardView(reward, { availablePoints: balance ?? 0, texts }));
  return (
    <section className={styles.card} aria-labelledby={titleId}>
      <h3 className={styles.title} id={titleId}>
        {t("preview.heading")}
      </h3>
      {balance === null ? (
        <Invitation />
      ) : (
        <>
          <Summary balance={balance} rewards={rewards} />
          {rewards.length > 0 ? <Rewards rewards={rewards} /> : null}
        </>
      )}
      <Earning rules={earnRulesOf(settings, texts)} currencyCode={currencyCode} />
    </section>
  );
}

function Invitation() {
  const { t } = useTranslation("loyalty-screens");
  return (
    <>
      <p className={styles.text}>{t("preview.promise")}</p>
      <p>
        <span className={styles.button}>{t("preview.join")}</span>
      </p>
    </>
  );
}

function Summary({ balance, rewards }: { balance: number; rewards: readonly RewardView[] }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const next = rewards
    .filter(({ affordable }) => !affordable)
    .reduce<RewardView | null>((best, one) => (best && best.costPoints <= one.costPoints ? best : one), null);
  return (
    <>
      <p className={styles.balance}>
        <strong className={styles.points}>{format.count(balance)}</strong>{" "}
        <span>{t("preview.unit", { count: balance })}</span>
      </p>
      {next ? <Goal next={next} balance={balance} /> : null}
    </>
  );
}

function Goal({ next, balance }: { next: RewardView; balance: number }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  const missing = next.costPoints - balance;
  const text = t("preview.next", { count: missing, number: format.count(missing), reward: next.title });
  const share = Math.floor((balance * 100) / next.costPoints);
  return (
    <div>
      <div
        className={styles.bar}
        role="progressbar"
        aria-label={text}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
      >
        <span className={styles.fill} style={{ width: `${share}%` }} />
      </div>
      <p className={styles.note}>{text}</p>
    </div>
  );
}

function Rewards({ rewards }: { rewards: readonly RewardView[] }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  return (
    <div className={styles.section}>
      <h4 className={styles.subtitle}>{t("preview.rewards")}</h4>
      <ul className={styles.list}>
        {rewards.map(({ id, title, costPoints, incremental, affordable }) => (
          <li key={id} className={styles.row}>
            <span className={styles.reward}>
              <span>{title}</span>
              <span className={styles.note}>
                {t(incremental ? "preview.costFrom" : "preview.cost", {
                  count: costPoints,
                  number: format.count(costPoints),
                })}
              </span>
            </span>
            <span className={affordable ? styles.button : styles.disabled}>{t("preview.redeem")}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Earning({ rules, currencyCode }: { rules: readonly EarnRuleView[]; currencyCode: string }) {
  const { t } = useTranslation("loyalty-screens");
  const format = useFormat();
  if (rules.length === 0) return null;
  return (
    <div className={styles.section}>
      <h4 className={styles.subtitle}>{t("preview.earn")}</h4>
      <ul className={styles.list}>
        {rules.map((rule, index) => (
          <li key={`${rule.kind}-${index}`} className={styles.row}>
            <span className={styles.reward}>
              {rule.perMinor === undefined
                ? rule.title
                : t("preview.perAmount", { amount: amountOf(rule.perMinor, { format, currencyCode }) })}
            </span>
            <strong className={styles.gain}>
              {t("preview.gain", { count: rule.points, number: format.count(rule.points) })}
            </strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

function amountOf(minor: number, { format, currencyCode }: { format: Format; currencyCode: string }): string {
  return format.money(minor, currencyCode).replace(/[.,]00(?=\D*$)/, "");
}

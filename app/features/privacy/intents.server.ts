import { z } from "zod";

import { getSender } from "~/engine/messaging/sender.server";
import { defineIntent } from "~/pipeline/outbox/definition";
import { getEnv } from "~/platform/env.server";
import { getTranslator } from "~/platform/i18n.server";
import { findShop } from "~/shops/repository.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

import { findRequest } from "./repository.server";

/**
 * Tells the store's owner that a file with a person's data is ready. The mail holds nothing about the person: the file is
 * fetched in the admin, by somebody who is signed in. Its Message-ID is always the same, so a repeat does no harm.
 */
export const sendNotice = defineIntent({
  kind: "email.send-privacy-notice",
  schema: z.object({ requestId: z.string() }),
  maxAttempts: 24,
  onCrash: "repeat",

  async prepare({ requestId }, { tx, shopId }) {
    const shop = await findShop(tx, { shopId });
    const request = await findRequest(tx, { shopId, requestId });
    if (!shop || request?.state !== "prepared") return { kind: "cancel", reason: "over" };
    if (!shop.email) return { kind: "cancel", reason: "no-address" };
    const { language } = await readSetting(tx, {
      shopId,
      key: GENERAL_SETTINGS_KEY,
      schema: GeneralSettingsSchema,
    });
    const t = await getTranslator(language === "auto" ? "en" : language, "privacy");
    const sender = await getSender(tx, { shop });
    const dueOn = request.dueAt.toISOString().slice(0, 10);
    const paragraphs = [t("notice.ready"), t("notice.where"), t("notice.due", { dueOn })];
    const domain = getEnv().MAIL_FROM.split("@").at(-1) ?? "localhost";
    return {
      kind: "go",
      command: {
        messageId: `<privacy-${requestId}@${domain}>`,
        from: { name: "Perennial", address: sender.address },
        to: shop.email,
        subject: t("notice.subject"),
        html: paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join("\n"),
        text: paragraphs.join("\n\n"),
        headers: {},
      },
    };
  },

  async perform(command, ports, { now }) {
    const outcome = await ports.email.send({ ...command, sentAt: now });
    switch (outcome.kind) {
      case "accepted":
        return { kind: "done", result: null };
      case "deferred":
        return { kind: "unavailable", error: outcome.error };
      case "refused":
        return { kind: "rejected", error: outcome.error };
      case "uncertain":
        return { kind: "uncertain", error: outcome.error };
    }
  },

  settle: () => Promise.resolve(),
});

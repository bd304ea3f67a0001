import { getEnv } from "~/platform/env.server";

import { MESSAGE_ID_FIELD } from "./schema";

/**
 * Headers by which a provider hands our Message-ID back with its reports, where it puts one of its own in place of ours.
 * Only for providers whose reports are set up: others would hand the headers on to the reader.
 *
 * @param messageId With angle brackets.
 */
export function feedbackHeaders(messageId: string): Record<string, string> {
  const { POSTMARK_WEBHOOK_SECRET, SENDGRID_WEBHOOK_KEY } = getEnv();
  const bare = messageId.replace(/^<|>$/g, "");
  return {
    ...(POSTMARK_WEBHOOK_SECRET ? { [`X-PM-Metadata-${MESSAGE_ID_FIELD}`]: bare } : {}),
    ...(SENDGRID_WEBHOOK_KEY
      ? { "X-SMTPAPI": JSON.stringify({ unique_args: { [MESSAGE_ID_FIELD]: bare } }) }
      : {}),
  };
}

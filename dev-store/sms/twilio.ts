import { createHmac } from "node:crypto";

/** The account that the stand-in knows; whoever else asks is refused. */
export const ACCOUNT_SID = "ACdevstore";
export const AUTH_TOKEN = "dev-store-token";
export const OUR_NUMBER = "+48500100200";

/** `SMS_URL` of an app that is to send its text messages here. @param origin Of the mail page. */
export function smsUrlOf(origin: string): string {
  return `twilio://${ACCOUNT_SID}:${AUTH_TOKEN}@${new URL(origin).host}/?from=${OUR_NUMBER}`;
}

export function isLogin(authorization: string | undefined): boolean {
  return authorization === `Basic ${Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString("base64")}`;
}

/** Signs as Twilio does: the address, then the fields by name, each followed by its value. */
export function signatureOf(url: string, fields: Record<string, string>): string {
  const names = Object.keys(fields).sort();
  const signed = url + names.map((name) => name + (fields[name] ?? "")).join("");
  return createHmac("sha1", AUTH_TOKEN).update(signed, "utf8").digest("base64");
}

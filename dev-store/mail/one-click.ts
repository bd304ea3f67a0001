import type { SentMail } from "../context";

/** The https (or, on one machine, http) address of `List-Unsubscribe`; null = the mail offers no one-click. */
export function oneClickAddress(mail: SentMail): string | null {
  if (mail.headers["list-unsubscribe-post"]?.replace(/\s/g, "") !== "List-Unsubscribe=One-Click") return null;
  const match = /<(https?:[^>]+)>/i.exec(mail.headers["list-unsubscribe"] ?? "");
  return match?.[1] ?? null;
}

export type OneClickResult =
  | { outcome: "answered"; status: number; address: string }
  | { outcome: "unreachable"; reason: string; address: string }
  | { outcome: "not-offered" };

/** Does what a mail client does when a person presses its "Unsubscribe" button (RFC 8058): one POST, no cookies. */
export async function unsubscribeByOneClick(mail: SentMail): Promise<OneClickResult> {
  const address = oneClickAddress(mail);
  if (!address) return { outcome: "not-offered" };
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
      redirect: "manual",
      signal: AbortSignal.timeout(10_000),
    });
    return { outcome: "answered", status: response.status, address };
  } catch (error) {
    return {
      outcome: "unreachable",
      reason: error instanceof Error ? error.message : String(error),
      address,
    };
  }
}

/** Where text messages go, out of `SMS_URL`: `twilio://sid:token@host/?from=+48…`. */
export type SmsAccount = { origin: string; accountSid: string; authToken: string; from: string };

/**
 * Takes `SMS_URL` apart.
 *
 * A stand-in on this machine is spoken to over http, everybody else over https.
 *
 * @returns null when it is none.
 */
export function parseSmsUrl(url: string): SmsAccount | null {
  if (!url.startsWith("twilio://") || !URL.canParse(url)) return null;
  // Only for http and https does URL take the authority apart as we need it.
  const { username, password, host, hostname, search } = new URL(url.replace("twilio:", "http:"));
  // "+" means a blank in a query, and a number begins with it.
  const from = new URLSearchParams(search.replaceAll("+", "%2B")).get("from") ?? "";
  if (!username || !password || !/^\+?[\w ]{3,20}$/.test(from)) return null;
  const scheme = hostname === "127.0.0.1" || hostname === "localhost" ? "http" : "https";
  return {
    origin: `${scheme}://${host}`,
    accountSid: decodeURIComponent(username),
    authToken: decodeURIComponent(password),
    from,
  };
}

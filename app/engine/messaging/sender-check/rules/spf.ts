import { checkOf, type Finding, type SenderCheck, type TxtRecords } from "../schema";

/*
 * SPF (RFC 7208): which servers may send for a domain, in a text of the domain itself.
 */

/** Looking further up than so many names makes the whole record void (RFC 7208, 4.6.4). */
const MOST_LOOKUPS = 10;
const LOOKING_UP = /^[+\-~?]?(include:|a$|a[:/]|mx$|mx[:/]|ptr$|ptr:|exists:)|^redirect=/i;

/**
 * What the SPF record of a domain says.
 *
 * @param include What the mail provider wants to be included; null when the provider is not known.
 */
export function judgeSpf(answer: TxtRecords, domain: string, include: string | null): SenderCheck {
  const shared = { check: "spf", name: domain } as const;
  if (answer.kind === "unreachable") {
    const finding: Finding = { level: "unknown", key: "unreachable", params: { why: answer.why } };
    return checkOf({ ...shared, record: null, findings: [finding] });
  }
  const texts = answer.kind === "found" ? answer.records : [];
  const records = texts.map((text) => text.trim()).filter((text) => /^v=spf1( |$)/i.test(text));
  const [record] = records;
  const example = `v=spf1 include:${include ?? "…"} ~all`;
  if (record === undefined)
    return checkOf({
      ...shared,
      record: null,
      findings: [{ level: "bad", key: "missing", params: { example } }],
    });
  if (records.length > 1) {
    const finding: Finding = { level: "bad", key: "several", params: { count: records.length } };
    return checkOf({ ...shared, record: records.join("\n"), findings: [finding] });
  }
  const findings = judgeRecord(record, include);
  return checkOf({
    ...shared,
    record,
    findings: findings.length > 0 ? findings : [{ level: "good", key: "fine" }],
  });
}

function judgeRecord(record: string, include: string | null): Finding[] {
  const terms = record.split(/\s+/).slice(1);
  const lookups = terms.filter((term) => LOOKING_UP.test(term)).length;
  const included = terms.some((term) => term.toLowerCase() === `include:${include}`);
  return [
    ...judgeEnd(terms),
    ...(lookups > MOST_LOOKUPS
      ? [{ level: "bad", key: "too-many-lookups", params: { count: lookups, limit: MOST_LOOKUPS } } as const]
      : []),
    ...(include && !included ? [{ level: "advice", key: "provider", params: { include } } as const] : []),
  ];
}

/** What becomes of servers that no term names. */
function judgeEnd(terms: readonly string[]): Finding[] {
  const all = terms.find((term) => /^[+\-~?]?all$/i.test(term))?.toLowerCase();
  if (all === "all" || all === "+all") return [{ level: "bad", key: "everyone" }];
  if (all === "?all") return [{ level: "advice", key: "neutral" }];
  const isRedirected = terms.some((term) => /^redirect=/i.test(term));
  return all === undefined && !isRedirected ? [{ level: "advice", key: "open-end" }] : [];
}

/** What some mail providers want in the SPF record, by the host that mails are handed to. */
const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)amazonaws\.com$/, "amazonses.com"],
  [/(^|\.)sendgrid\.net$/, "sendgrid.net"],
  [/(^|\.)mailgun\.org$/, "mailgun.org"],
  [/(^|\.)postmarkapp\.com$/, "spf.mtasv.net"],
  [/(^|\.)(google|gmail)\.com$/, "_spf.google.com"],
  [/(^|\.)(office365|outlook)\.com$/, "spf.protection.outlook.com"],
  [/(^|\.)(brevo|sendinblue)\.com$/, "spf.brevo.com"],
];

/** What the provider behind a mail server wants in the SPF record; null when it is none we know. */
export function includeOf(host: string): string | null {
  return PROVIDERS.find(([pattern]) => pattern.test(host.toLowerCase()))?.[1] ?? null;
}

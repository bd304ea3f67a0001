import { checkOf, type Finding, type SenderCheck, type TxtRecords } from "../schema";
import { parseTags } from "./tags";

/*
 * DMARC (RFC 7489): what mailboxes do with mails that fail SPF and DKIM, at `_dmarc.<domain>`; without a record there,
 * at the domains above.
 */

const POLICIES = ["none", "quarantine", "reject"];

/** Domains of free mailboxes, whose owners forbid others to send for them. */
const FREE_MAIL =
  /^(gmail\.com|googlemail\.com|yahoo\.[a-z.]+|outlook\.com|hotmail\.com|live\.com|aol\.com|icloud\.com|me\.com|gmx\.[a-z]+|web\.de|proton(mail)?\.[a-z]+|wp\.pl|o2\.pl|onet\.pl|interia\.pl|mail\.ru|yandex\.ru|bk\.ru|inbox\.ru|list\.ru)$/;

/** Where a domain's DMARC record may be, nearest first: the domain and those above it, down to two labels. */
export function dmarcNames(domain: string): string[] {
  const labels = domain.split(".");
  const steps = Math.max(1, labels.length - 1);
  return Array.from({ length: steps }, (_, index) => `_dmarc.${labels.slice(index).join(".")}`);
}

/** What the DMARC records of a domain say. @param answers For every name of `dmarcNames`, in their order. */
export function judgeDmarc(answers: readonly TxtRecords[], domain: string): SenderCheck {
  const names = dmarcNames(domain);
  const shared = { check: "dmarc", name: names[0] ?? null } as const;
  const free: Finding[] = FREE_MAIL.test(domain)
    ? [{ level: "bad", key: "free-mail", params: { domain } }]
    : [];
  for (const [index, answer] of answers.entries()) {
    if (answer.kind === "unreachable") {
      const finding: Finding = { level: "unknown", key: "unreachable", params: { why: answer.why } };
      return checkOf({ ...shared, record: null, findings: [...free, finding] });
    }
    const records = answer.kind === "found" ? answer.records.filter(isDmarc) : [];
    const [record] = records;
    if (record === undefined) continue;
    const name = names[index] ?? shared.name;
    const findings: Finding[] =
      records.length > 1
        ? [{ level: "bad", key: "several", params: { count: records.length } }]
        : judgeRecord(parseTags(record), index > 0);
    return checkOf({ ...shared, name, record: records.join("\n"), findings: [...free, ...findings] });
  }
  const example = `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`;
  const missing: Finding = { level: "bad", key: "missing", params: { name: `_dmarc.${domain}`, example } };
  return checkOf({ ...shared, record: null, findings: [...free, missing] });
}

function isDmarc(text: string): boolean {
  return /^\s*v\s*=\s*DMARC1\s*(;|$)/.test(text);
}

/** What a record asks for. @param isInherited It is of a domain above: `sp` is for those below it. */
function judgeRecord(tags: ReadonlyMap<string, string>, isInherited: boolean): Finding[] {
  const policy = ((isInherited ? tags.get("sp") : undefined) ?? tags.get("p") ?? "").toLowerCase();
  if (!POLICIES.includes(policy)) return [{ level: "bad", key: "no-policy" }];
  const findings: Finding[] = [
    ...(policy === "none" ? [{ level: "advice", key: "only-watching" } as const] : []),
    ...(tags.has("rua") ? [] : [{ level: "advice", key: "no-reports" } as const]),
  ];
  return findings.length > 0 ? findings : [{ level: "good", key: "fine", params: { policy } }];
}

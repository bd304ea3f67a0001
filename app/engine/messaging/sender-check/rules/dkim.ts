import { checkOf, type Finding, type SenderCheck, type TxtRecords } from "../schema";
import { parseTags } from "./tags";

/*
 * DKIM (RFC 6376): the public key that a domain's mails are signed for, at `<selector>._domainkey.<domain>`.
 */

/** Sizes of RSA keys as their records have them, in bytes: of 1024 bits 162, of 2048 bits 294. */
const BYTES_OF_1024 = 160;
const BYTES_OF_2048 = 290;

/** What the DKIM record of a domain says. @param selector Null when nobody told us which. */
export function judgeDkim(
  answer: TxtRecords | null,
  { domain, selector }: { domain: string; selector: string | null },
): SenderCheck {
  const name = selector ? `${selector}._domainkey.${domain}` : null;
  const shared = { check: "dkim", name } as const;
  const only = (finding: Finding) => checkOf({ ...shared, record: null, findings: [finding] });
  if (name === null || answer === null) return only({ level: "unknown", key: "no-selector" });
  if (answer.kind === "unreachable")
    return only({ level: "unknown", key: "unreachable", params: { why: answer.why } });
  const texts = answer.kind === "found" ? answer.records : [];
  const record = texts.find((text) => parseTags(text).has("p"));
  if (record === undefined) return only({ level: "bad", key: "missing", params: { name } });
  return checkOf({ ...shared, record, findings: judgeKey(parseTags(record)) });
}

function judgeKey(tags: ReadonlyMap<string, string>): Finding[] {
  const key = tags.get("p")?.replace(/\s+/g, "") ?? "";
  if (key === "") return [{ level: "bad", key: "revoked" }];
  const version = tags.get("v");
  if ((version !== undefined && version !== "DKIM1") || !/^[A-Za-z0-9+/]+={0,2}$/.test(key))
    return [{ level: "bad", key: "broken" }];
  const testing: Finding[] = (tags.get("t") ?? "").split(":").includes("y")
    ? [{ level: "advice", key: "testing" }]
    : [];
  const findings = [...testing, ...judgeSize(tags.get("k") ?? "rsa", key)];
  return findings.length > 0 ? findings : [{ level: "good", key: "fine" }];
}

function judgeSize(algorithm: string, key: string): Finding[] {
  if (algorithm.toLowerCase() !== "rsa") return [];
  const bytes = Math.floor((key.replace(/=+$/, "").length * 3) / 4);
  if (bytes < BYTES_OF_1024) return [{ level: "bad", key: "weak" }];
  return bytes < BYTES_OF_2048 ? [{ level: "advice", key: "short" }] : [];
}

import type { MailProvider } from "../feedback/schema";
import type { MeasurementSettings } from "../tracking/schema";

/** How a finding is: fine, could be better, must be mended, or not to be told. */
export const LEVELS = ["good", "advice", "bad", "unknown"] as const;
export type Level = (typeof LEVELS)[number];

/** Something to say about a record; `key` names the sentence `sender.finding.<check>.<key>`. */
export type Finding = { level: Level; key: string; params?: Readonly<Record<string, string | number>> };

export const CHECKS = ["spf", "dkim", "dmarc"] as const;

/** What was found about one of the three records of a sender's domain. */
export type SenderCheck = {
  check: (typeof CHECKS)[number];
  /** The worst of its findings. */
  level: Level;
  /** Where in DNS it was looked for; null when that is not known. */
  name: string | null;
  record: string | null;
  findings: Finding[];
};

/** Answers of DNS. */
export type TxtRecords =
  { kind: "found"; records: string[] } | { kind: "none" } | { kind: "unreachable"; why: string };

/** Where a provider reports to, and whether it does. */
export type HookStatus = {
  provider: MailProvider;
  isSetUp: boolean;
  /** Without its secret. */
  url: string;
  /** ISO instants. */
  lastReportedAt: string | null;
  confirm: { url: string; topic: string; askedAt: string } | null;
};

export type SenderPageData = {
  sender: { address: string; domain: string };
  settings: MeasurementSettings;
  hooks: HookStatus[];
};

/** The check with the worst of its findings as its level. */
export function checkOf(found: Omit<SenderCheck, "level">): SenderCheck {
  const order: readonly Level[] = ["bad", "unknown", "advice", "good"];
  const level = order.find((one) => found.findings.some((finding) => finding.level === one)) ?? "good";
  return { ...found, level };
}

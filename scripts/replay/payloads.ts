import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

import { type Manifest, type ManifestEntry, parseManifest } from "./manifest";
import { topicOfName, topicOfPath } from "./topic";

export type Payload = {
  /** Below the folder, with `/`. */
  file: string;
  topic: string;
  apiVersion: string | null;
  /** When the body says that what it tells was so; null when it does not say. */
  happenedAt: Date | null;
  /** The bytes of the file, whatever they are. */
  body: Buffer;
};

export type Folder = {
  /** In the order they are sent. */
  payloads: readonly Payload[];
  /** JSON files that no webhook carries. */
  others: readonly string[];
};

/**
 * All JSON files below a folder: what can be sent, and what is no webhook's payload.
 *
 * The topic comes from the folder's MANIFEST.tsv where that names the file, else from the path.
 *
 * @throws Error when the folder does not exist or its manifest is not usable.
 */
export function readFolder(directory: string): Folder {
  if (!existsSync(directory)) throw new Error(`there is no folder ${directory}`);
  const manifestPath = join(directory, "MANIFEST.tsv");
  const manifest: Manifest = existsSync(manifestPath)
    ? parseManifest(readFileSync(manifestPath, "utf8"))
    : new Map<string, ManifestEntry>();
  const payloads: Payload[] = [];
  const others: string[] = [];
  for (const file of jsonFilesIn(directory)) {
    const topic = topicOfFile(file, manifest);
    if (topic === null) {
      others.push(file);
    } else {
      const body = readFileSync(join(directory, file));
      const apiVersion = manifest.get(file)?.apiVersion ?? null;
      payloads.push({ file, topic, apiVersion, happenedAt: timeTold(body), body });
    }
  }
  return { payloads: inOrderOfHappening(payloads), others };
}

function jsonFilesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => path.endsWith(".json"))
    .sort();
}

function topicOfFile(file: string, manifest: Manifest): string | null {
  const entry = manifest.get(file);
  return entry ? topicOfName(entry.topic) : topicOfPath(file);
}

/**
 * Collections hold several states of the same record. Sent in any order, an older one would rightly be ignored, and
 * what came after a deletion too; in the order they happened, each can be projected. Bodies that tell no time come
 * first, deletions last.
 */
export function inOrderOfHappening(payloads: readonly Payload[]): Payload[] {
  const keyOf = ({ topic, happenedAt, apiVersion }: Payload) =>
    `${endingRank(topic)} ${happenedAt?.toISOString() ?? ""} ${apiVersion ?? ""}`;
  return payloads
    .map((payload) => ({ payload, key: keyOf(payload) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ payload }) => payload);
}

/** Deletions last, and the end of the shop after them. */
function endingRank(topic: string): number {
  if (topic === "app/uninstalled" || topic === "shop/redact") return 2;
  return /(?:delete|redact)$/.test(topic) ? 1 : 0;
}

/**
 * When each payload's event is said to have happened, as Shopify's Triggered-At: the time the body tells; a body that
 * tells none happened with the one before it, the first ones with the earliest.
 *
 * @param payloads in the order they are sent.
 * @param now when no body tells a time.
 */
export function triggerTimes(payloads: readonly Payload[], now: Date): Date[] {
  let latest = payloads.find(({ happenedAt }) => happenedAt !== null)?.happenedAt ?? now;
  return payloads.map(({ happenedAt }) => {
    if (happenedAt && happenedAt > latest) latest = happenedAt;
    return latest;
  });
}

/** The body's `updated_at`, else its `created_at`; null when it is no JSON object or tells no date. */
export function timeTold(body: Buffer): Date | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    return null; // Sent all the same: what the app makes of it is the point.
  }
  if (typeof parsed !== "object" || parsed === null) return null;
  const { updated_at: updatedAt, created_at: createdAt } = parsed as Record<string, unknown>;
  const told = updatedAt ?? createdAt;
  const date = typeof told === "string" ? new Date(told) : null;
  return date === null || Number.isNaN(date.getTime()) ? null : date;
}

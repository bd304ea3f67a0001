import type { BeginAnswer, PartAnswer } from "../schema";

/** Why a file did not come through; `params` are the values of the sentence. */
export type SendFailure = {
  code: "empty-file" | "too-large" | "cancelled" | "connection" | "refused";
  params: { fileBytes?: number; maxBytes?: number };
};

export type Sending = {
  begin: (file: File) => Promise<BeginAnswer>;
  sendPart: (part: Blob, place: { importId: string; position: number }) => Promise<PartAnswer>;
  onProgress: (percent: number) => void;
  /** Milliseconds before another try; grows with the tries. */
  wait?: (ms: number) => Promise<void>;
};

const MOST_TRIES = 6;
const FIRST_WAIT_MS = 500;

/**
 * Sends a file, part by part. A part that gets lost is sent again; parts may come twice.
 *
 * @returns why it did not work; null when all of it is there.
 */
export async function sendFile(file: File, sending: Sending): Promise<SendFailure | null> {
  const begun = await patiently(() => sending.begin(file), sending);
  if (!begun) return { code: "connection", params: {} };
  switch (begun.outcome) {
    case "begun":
      return sendParts(file, { ...begun, sending });
    case "too-large":
      return { code: "too-large", params: { fileBytes: begun.fileBytes, maxBytes: begun.maxBytes } };
    case "empty-file":
      return { code: "empty-file", params: {} };
    case "invalid":
      return { code: "refused", params: {} };
  }
}

async function sendParts(
  file: File,
  { importId, partBytes, sending }: { importId: string; partBytes: number; sending: Sending },
): Promise<SendFailure | null> {
  const partCount = Math.ceil(file.size / partBytes);
  for (let position = 0; position < partCount; position += 1) {
    const part = file.slice(position * partBytes, (position + 1) * partBytes);
    const answer = await patiently(() => sending.sendPart(part, { importId, position }), sending);
    if (!answer) return { code: "connection", params: {} };
    // A last part that was stored, but whose answer got lost, finds the upload closed.
    const isThere =
      answer.outcome === "stored" || (answer.outcome === "closed" && position === partCount - 1);
    if (!isThere) return { code: answer.outcome === "closed" ? "cancelled" : "refused", params: {} };
    sending.onProgress(Math.floor((100 * (position + 1)) / partCount));
  }
  return null;
}

/** The answer, or null after all tries. */
async function patiently<Answer>(
  ask: () => Promise<Answer>,
  { wait = pause }: Sending,
): Promise<Answer | null> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch {
      if (tries >= MOST_TRIES) return null;
      await wait(FIRST_WAIT_MS * 2 ** (tries - 1));
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

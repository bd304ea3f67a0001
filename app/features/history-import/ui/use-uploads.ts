import { useRevalidator } from "@remix-run/react";
import { useCallback, useRef, useState } from "react";

import type { BeginAnswer, PartAnswer } from "../schema";
import { sendFile, type SendFailure } from "./send-file";

/** A file on its way to us. */
export type Upload = {
  key: number;
  name: string;
  /** Whole percent of the bytes that are here. */
  percent: number;
  failure: SendFailure | null;
};

export type Uploads = {
  uploads: Upload[];
  add: (files: readonly File[]) => void;
  /** Takes one that failed off the list. */
  dismiss: (key: number) => void;
};

async function begin(file: File): Promise<BeginAnswer> {
  const response = await fetch("/app/history/uploads", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ fileName: file.name, fileBytes: file.size }),
  });
  return (await response.json()) as BeginAnswer;
}

async function sendPart(
  part: Blob,
  { importId, position }: { importId: string; position: number },
): Promise<PartAnswer> {
  const address = `/app/history/parts?${new URLSearchParams({ importId, position: String(position) }).toString()}`;
  const headers = { "Content-Type": "application/octet-stream" };
  const response = await fetch(address, { method: "POST", headers, body: part });
  return (await response.json()) as PartAnswer;
}

/** Sends files one after another, and lets the page look again when one is here. */
export function useUploads(): Uploads {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const { revalidate } = useRevalidator();
  const queue = useRef<Promise<void>>(Promise.resolve());
  const nextKey = useRef(0);

  const add = useCallback(
    (files: readonly File[]) => {
      for (const file of files) {
        const key = (nextKey.current += 1);
        const patch = (change: Partial<Upload>) =>
          setUploads((known) => known.map((one) => (one.key === key ? { ...one, ...change } : one)));
        setUploads((known) => [...known, { key, name: file.name, percent: 0, failure: null }]);
        queue.current = queue.current.then(async () => {
          const failure = await sendFile(file, {
            begin,
            sendPart,
            onProgress: (percent) => patch({ percent }),
          });
          if (failure) patch({ failure });
          else setUploads((known) => known.filter((one) => one.key !== key));
          revalidate();
        });
      }
    },
    [revalidate],
  );
  const dismiss = useCallback(
    (key: number) => setUploads((known) => known.filter((one) => one.key !== key)),
    [],
  );
  return { uploads, add, dismiss };
}

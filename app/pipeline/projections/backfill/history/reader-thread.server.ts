/** A thread of its own: reads pieces of a bulk file and answers with batches of rows. Its other side is `reader.server.ts`. */
import { parentPort, workerData } from "node:worker_threads";

import { LineCutter } from "~/integrations/shopify/bulk/lines";

import type { ReadingTask } from "./batch";
import { Gatherer } from "./gatherer.server";
import type { FromReader, ToReader } from "./reader.server";

const task = workerData as ReadingTask;
const cutter = new LineCutter(task.fromOffset);
const gatherer = new Gatherer(task);
const port = parentPort;
if (!port) throw new Error("the reader of bulk files runs in a thread of its own");
const send = (message: FromReader) => port.postMessage(message);

/** Pieces are worked through in their order, though batches take their time. */
let work: Promise<void> = Promise.resolve();

port.on("message", (message: ToReader) => {
  switch (message.kind) {
    case "piece":
      work = work.then(() => takePiece(message.bytes));
      break;
    case "end":
      work = work.then(takeEnd);
      break;
    case "tell":
      send({ kind: "told", changes: gatherer.changesOf(message.no) });
      break;
    case "stored":
      gatherer.forget(message.no);
      break;
  }
  work.catch((error: unknown) => {
    throw error; // Ends the thread; its other side hears why.
  });
});

async function takePiece(bytes: Uint8Array): Promise<void> {
  for (const line of cutter.take(bytes)) {
    const batch = gatherer.add(line);
    if (batch) send({ kind: "batch", batch: await batch });
  }
  send({ kind: "taken", byteCount: bytes.byteLength });
}

async function takeEnd(): Promise<void> {
  const line = cutter.end();
  const batch = line ? gatherer.add(line) : null;
  if (batch) send({ kind: "batch", batch: await batch });
  send({ kind: "batch", batch: await gatherer.end() });
  gatherer.dispose();
  send({ kind: "end" });
}

/** A thread of its own: reads pieces of a bulk file and answers with batches of rows. Its other side is `reader.server.ts`. */
import { parentPort, workerData } from "node:worker_threads";

import { LineCutter } from "~/integrations/shopify/bulk/lines";

import type { Batch, ReadingTask } from "./batch";
import { Gatherer } from "./gatherer.server";
import type { FromReader, ToReader } from "./reader.server";

const task = workerData as ReadingTask;
const cutter = new LineCutter(task.fromOffset);
const gatherer = new Gatherer(task);
const port = parentPort;
if (!port) throw new Error("the reader of bulk files runs in a thread of its own");
const send = (message: FromReader) => port.postMessage(message);

port.on("message", (message: ToReader) => {
  switch (message.kind) {
    case "piece":
      takePiece(message.bytes);
      break;
    case "end":
      takeEnd();
      break;
    case "tell":
      send({ kind: "told", changes: gatherer.changesOf(message.no) });
      break;
    case "stored":
      giveBack(gatherer.forget(message.no));
      break;
  }
});

function sendBatch(batch: Batch): void {
  const buffers = batch.rows?.kind === "copy" ? batch.rows.tables.map(({ bytes }) => bytes.buffer) : [];
  port?.postMessage({ kind: "batch", batch } satisfies FromReader, buffers);
}

function giveBack(buffers: ArrayBuffer[]): void {
  port?.postMessage({ kind: "freed", buffers } satisfies FromReader, buffers);
}

function takePiece(bytes: Uint8Array<ArrayBuffer>): void {
  gatherer.keep(bytes);
  for (const line of cutter.take(bytes)) {
    const batch = gatherer.add(line);
    if (batch) sendBatch(batch);
  }
  send({ kind: "taken", byteCount: bytes.byteLength });
}

function takeEnd(): void {
  const line = cutter.end();
  const batch = line ? gatherer.add(line) : null;
  if (batch) sendBatch(batch);
  sendBatch(gatherer.end());
  gatherer.dispose();
  send({ kind: "end" });
}

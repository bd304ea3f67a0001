import { z } from "zod";

const Id = z.string().min(1).max(64);

/** What the queue asks of the server. */
export const QueueActionSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("review"), lotId: Id, verdict: z.enum(["released", "rejected"]) }),
  z.object({ kind: z.literal("decide"), adjustmentId: Id, verdict: z.enum(["approved", "declined"]) }),
]);

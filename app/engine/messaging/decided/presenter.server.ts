import type { DecisionSubjects } from "~/engine/decisions/subjects.server";

/** What decisions about messages are about: the message, by its subject line. */
export const messageSubjects: DecisionSubjects = {
  kind: "message",
  async listSubjects(db, { shopId, ids }) {
    const messages = await db.message.findMany({
      where: { shopId, id: { in: [...ids] } },
      select: { id: true, subject: true },
    });
    return new Map(messages.map(({ id, subject }) => [id, { name: subject, url: `/app/messages/${id}` }]));
  },
};

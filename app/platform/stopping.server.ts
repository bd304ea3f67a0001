import type { IncomingMessage, Server, ServerResponse } from "node:http";

/** Seldom: a request may be on its way on a connection that has just become idle, and would be cut off with it. */
const LOOK_AGAIN_MS = 500;

export type Stoppable = {
  /** To be told of every request before it is answered. */
  met: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes no new connections, answers what is being asked, and resolves when that is done, or after `mostMs`. Safe to repeat. */
  stop: (mostMs: number) => Promise<void>;
};

/**
 * Lets a server stop without cutting anybody off. Of itself it goes on taking requests on the connections it has: those of
 * a proxy never end while there are visitors, and all that runs at the end of the last delay is broken off.
 */
export function stoppable(server: Server): Stoppable {
  let stopping: Promise<void> | null = null;
  const unanswered = new Set<ServerResponse>();

  return {
    met: (_request, response) => {
      if (stopping) sayGoodbye(response);
      unanswered.add(response);
      response.once("close", () => void unanswered.delete(response));
    },
    stop: (mostMs) => {
      stopping ??= new Promise((resolve) => {
        for (const response of unanswered) sayGoodbye(response);
        const late = setTimeout(finish, mostMs);
        // An answer that had begun could not say that it is the last one: its connection ends when it is idle.
        const looking = setInterval(() => server.closeIdleConnections(), LOOK_AGAIN_MS);
        server.close(finish);
        function finish(): void {
          clearTimeout(late);
          clearInterval(looking);
          resolve();
        }
      });
      return stopping;
    },
  };
}

function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}

import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export type PostResult = { outcome: "answered"; status: number } | { outcome: "timeout" | "unreachable" };

export type Post = { url: URL; headers: Record<string, string>; body: Buffer };

const CONNECT_LIMIT_MS = 1000;
const TOTAL_LIMIT_MS = 5000;
const MAX_STALE_CONNECTIONS = 10;

type Agents = { http: HttpAgent; https: HttpsAgent };

export type Poster = { send(post: Post): Promise<PostResult>; close(): void };

type Answer = PostResult | { outcome: "stale-connection" };

function attempt(agents: Agents, { url, headers, body }: Post): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { method: "POST", headers: { ...headers, "Content-Length": body.length } };
    const request =
      url.protocol === "https:"
        ? httpsRequest(url, { ...options, agent: agents.https })
        : httpRequest(url, { ...options, agent: agents.http });
    let timedOut = false;
    const giveUp = (): void => {
      timedOut = true;
      request.destroy();
    };
    const total = setTimeout(giveUp, TOTAL_LIMIT_MS);
    const connect = setTimeout(giveUp, CONNECT_LIMIT_MS);
    const settle = (answer: Answer): void => {
      clearTimeout(total);
      clearTimeout(connect);
      resolve(answer);
    };
    const broken = (): void => {
      if (timedOut) settle({ outcome: "timeout" });
      else settle({ outcome: request.reusedSocket ? "stale-connection" : "unreachable" });
    };
    request.on("socket", (socket) => {
      if (socket.connecting) socket.once("connect", () => clearTimeout(connect));
      else clearTimeout(connect);
    });
    request.on("response", (response) => {
      response.resume();
      response.on("end", () => settle({ outcome: "answered", status: response.statusCode ?? 0 }));
      response.on("error", broken);
    });
    request.on("error", broken);
    request.end(body);
  });
}

/** Posts over kept-alive connections with Shopify's limits: 1 s to connect, 5 s in all. Never follows redirects. */
export function createPoster(): Poster {
  const agents: Agents = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true }),
  };

  const send = async (post: Post): Promise<PostResult> => {
    // A connection the app closed while it was idle says nothing about the app: send again on another one.
    for (let connections = 0; connections < MAX_STALE_CONNECTIONS; connections++) {
      const answer = await attempt(agents, post);
      if (answer.outcome !== "stale-connection") return answer;
    }
    return { outcome: "unreachable" };
  };

  return {
    send,
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

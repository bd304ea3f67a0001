import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";

export type PostResult = { outcome: "answered"; status: number } | { outcome: "timeout" | "unreachable" };

export type Post = { url: URL; headers: Record<string, string>; body: Buffer };

/** Milliseconds of the wall clock. */
export type PostLimits = { connectMs: number; totalMs: number };

export const SHOPIFY_LIMITS: PostLimits = { connectMs: 1000, totalMs: 5000 };
const MAX_STALE_CONNECTIONS = 10;

type Line = { http: HttpAgent; https: HttpsAgent; limits: PostLimits };

export type Poster = { send(post: Post): Promise<PostResult>; close(): void };

type Answer = PostResult | { outcome: "stale-connection" };

function attempt({ http, https, limits }: Line, { url, headers, body }: Post): Promise<Answer> {
  return new Promise((resolve) => {
    const options = { method: "POST", headers: { ...headers, "Content-Length": body.length } };
    const request =
      url.protocol === "https:"
        ? httpsRequest(url, { ...options, agent: https })
        : httpRequest(url, { ...options, agent: http });
    let timedOut = false;
    const giveUp = (): void => {
      timedOut = true;
      request.destroy();
    };
    const total = setTimeout(giveUp, limits.totalMs);
    const connect = setTimeout(giveUp, limits.connectMs);
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

/** Posts over kept-alive connections within the limits. Never follows redirects. */
export function createPoster(limits = SHOPIFY_LIMITS): Poster {
  const line: Line = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true }),
    limits,
  };

  const send = async (post: Post): Promise<PostResult> => {
    // A connection the app closed while it was idle says nothing about the app: send again on another one.
    for (let connections = 0; connections < MAX_STALE_CONNECTIONS; connections++) {
      const answer = await attempt(line, post);
      if (answer.outcome !== "stale-connection") return answer;
    }
    return { outcome: "unreachable" };
  };

  return {
    send,
    close: () => {
      line.http.destroy();
      line.https.destroy();
    },
  };
}

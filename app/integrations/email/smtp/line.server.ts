import type { Socket } from "node:net";

/** An answer of the server: its code, and its lines without it. */
export type Reply = { code: number; lines: string[] };

/** The line is of no use any more. `code` as of Node: ETIMEDOUT, ECONNREFUSED … */
export class LineBroken extends Error {
  constructor(
    message: string,
    readonly code: string | null = null,
  ) {
    super(message);
  }
}

type Waiting = { resolve: (reply: Reply) => void; reject: (error: LineBroken) => void };

/** A connection on which commands are written, and answered in their order. */
export class SmtpLine {
  #waiting: Waiting[] = [];
  #early: Reply[] = [];
  #rest = "";
  #lines: string[] = [];
  #broken: LineBroken | null = null;

  constructor(
    readonly socket: Socket,
    timeoutMs: number,
    onBroken: () => void,
  ) {
    const breakWith = (error: LineBroken) => {
      if (this.#broken) return;
      this.#broken = error;
      socket.destroy();
      for (const { reject } of this.#waiting.splice(0)) reject(error);
      onBroken();
    };
    // Half-open lines say nothing for ever: silence ends them, also while nothing is asked.
    socket.setTimeout(timeoutMs, () => breakWith(new LineBroken("the mail server fell silent", "ETIMEDOUT")));
    socket.on("data", (chunk: Buffer) => this.#read(chunk.toString("utf8")));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      breakWith(new LineBroken(error.message, error.code)),
    );
    socket.on("close", () => breakWith(new LineBroken("the mail server closed the line", "ECONNECTION")));
  }

  get isBroken(): boolean {
    return this.#broken !== null;
  }

  write(text: string): void {
    if (!this.#broken) this.socket.write(text);
  }

  /** The next answer. @throws LineBroken */
  reply(): Promise<Reply> {
    const early = this.#early.shift();
    if (early) return Promise.resolve(early);
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Hands the socket on, to be made secure. */
  release(): Socket {
    this.socket.removeAllListeners("data").removeAllListeners("error").removeAllListeners("close");
    this.socket.setTimeout(0).removeAllListeners("timeout");
    return this.socket;
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      this.#lines.push(line.slice(4));
      if (line[3] === "-") continue;
      const reply = { code: Number(line.slice(0, 3)) || 0, lines: this.#lines.splice(0) };
      const next = this.#waiting.shift();
      if (next) next.resolve(reply);
      else this.#early.push(reply);
    }
  }
}

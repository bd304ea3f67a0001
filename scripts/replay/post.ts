import type { SignedDelivery } from "./delivery";

/** What the door said. `status` null = no answer, `message` then tells why. */
export type Answer = { status: number | null; message: string };

const TIMEOUT_MS = 30_000;

/** Posts deliveries one after the other, as their order matters. @returns one answer per delivery, in the same order. */
export async function postAll(url: URL, deliveries: readonly SignedDelivery[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const delivery of deliveries) answers.push(await post(url, delivery));
  return answers;
}

async function post(url: URL, { headers, payload }: SignedDelivery): Promise<Answer> {
  try {
    const response = await fetch(new URL("/webhooks", url), {
      method: "POST",
      headers,
      body: new Uint8Array(payload.body),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, message: (await response.text()).slice(0, 200) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { status: null, message: cause instanceof Error ? cause.message : String(cause) };
  }
}

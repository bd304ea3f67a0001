import { z } from "zod";

import type { DevStore } from "../../../dev-store/start";
import type { Customer } from "../../../dev-store/state/model";
import { buyWith } from "../readers";

const MemberSchema = z.object({
  pageToken: z.string(),
  view: z.object({
    rewards: z.array(z.object({ id: z.string(), affordable: z.boolean() })),
    hold: z.object({ code: z.string().nullable() }).nullable(),
  }),
});
const RedeemedSchema = z.object({ outcome: z.literal("redeemed") });

/** Somebody who is signed in in the shop, and what they do with their points there. */
export type Member = {
  /** Takes the first reward they can pay for; false when there is none, or one they have not used yet. */
  redeem: () => Promise<boolean>;
  /** The code of the reward that waits for them. */
  readCode: () => Promise<string | null>;
  /** Buys something with a code. */
  buyWith: (code: string) => void;
};

/** Signs a customer in as their browser does. @throws Error when the shop does not let them in. */
export async function signIn(devStore: DevStore, customer: Customer & { email: string }): Promise<Member> {
  const { storefront } = devStore.urls;
  const response = await fetch(`${storefront}/account/login`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ email: customer.email }),
  });
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  if (!cookie) throw new Error(`the shop answered ${response.status} to the login of ${customer.email}`);

  async function call(
    action: string,
    values: Record<string, string>,
    method: "GET" | "POST",
  ): Promise<unknown> {
    const query = new URLSearchParams({ locale: "en", key: crypto.randomUUID(), ...values });
    const answer = await fetch(`${storefront}${proxyPath(devStore)}/${action}?${query}`, {
      method,
      headers: { accept: "application/json", cookie },
    });
    if (!answer.ok)
      throw new Error(`${action} answered ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  }

  return {
    redeem: async () => {
      const { view, pageToken } = MemberSchema.parse(await call("member", {}, "GET"));
      const reward = view.rewards.find(({ affordable }) => affordable);
      if (!reward || view.hold) return false;
      RedeemedSchema.parse(await call("redeem", { reward: reward.id, token: pageToken }, "POST"));
      return true;
    },
    readCode: async () => MemberSchema.parse(await call("member", {}, "GET")).view.hold?.code ?? null,
    buyWith: (code) => buyWith(devStore, { email: customer.email, code }),
  };
}

function proxyPath({ app }: DevStore): string {
  if (!app.proxy) throw new Error("the app has no proxy in the shop");
  return app.proxy.path;
}

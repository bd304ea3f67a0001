import { randomUUID } from "node:crypto";

import express, { type RequestHandler, type Router } from "express";
import { z, type ZodTypeAny } from "zod";

import { countStore } from "../commerce/counts";
import type { DevStoreContext } from "../context";
import { runAction, switchWorkflow } from "../flow/calls";
import { failNext, throttleNext } from "../graphql/faults";
import { expireTokens, grantScopes, uninstall } from "../oauth/installation";
import { mintBuyerToken, mintSessionToken } from "../oauth/session-token";

export type ControlHandles = {
  advanceTo(instant: Date): Promise<void>;
  /** Starts or stops the simulated shoppers. */
  setLive(on: boolean): void;
};

const rate = z.number().min(0).max(1);
const count = z.number().int().min(0);

const schemas = {
  advance: z.union([
    z.object({ toIso: z.coerce.date() }).strict(),
    z.object({ byMs: z.number().min(0) }).strict(),
  ]),
  faults: z
    .object({
      duplicateRate: rate,
      reorder: z.boolean(),
      delayRate: rate,
      delayMs: z.number().min(0),
      dropRate: rate,
      seed: z.number().int(),
    })
    .partial()
    .strict(),
  webhook: z.object({ topic: z.string().regex(/^[a-z_.]+\/?[a-z_]*$/), body: z.record(z.unknown()) }),
  live: z.object({ on: z.boolean() }),
  scopes: z.object({ grant: z.array(z.string().regex(/^(read|write)_[a-z_]+$/)).min(1) }).strict(),
  workflow: z.object({ handle: z.string(), on: z.boolean() }).strict(),
  flowAction: z
    .object({
      handle: z.string(),
      customerId: z.number().int(),
      properties: z.record(z.unknown()).default({}),
      runId: z.string().optional(),
    })
    .strict(),
  extensionToken: z.union([
    z.object({ customerId: z.number().int().nullable() }).strict(),
    z.object({ staffId: z.number().int() }).strict(),
  ]),
  graphqlFaults: z
    .object({
      throttleNext: count,
      failNext: count,
      failStatus: z.union([z.literal(500), z.literal(502), z.literal(503), z.literal(504)]),
    })
    .partial()
    .strict(),
};

/** How long a follower of the clock is kept waiting for news. */
const CLOCK_WAIT_MS = 10_000;

/** Answers 400 to a body that is not as described, otherwise the result of `work` as JSON. */
function handle<Schema extends ZodTypeAny>(
  schema: Schema,
  work: (body: z.output<Schema>) => unknown,
): RequestHandler {
  return (request, response, next) => {
    const body = schema.safeParse(request.body ?? {});
    if (!body.success) return void response.status(400).json({ error: body.error.issues });
    Promise.resolve(body.data)
      .then(work)
      .then((answer) => response.json(answer ?? { ok: true }))
      .catch(next);
  };
}

const nothing = z.unknown();

function clockRoutes(router: Router, { store }: DevStoreContext, control: ControlHandles): void {
  const clock = () => ({ offsetMs: store.clock.offsetMs, now: store.clock.now().toISOString() });
  // With `?unlike=<offsetMs>` the answer comes when the time has been moved: followers need not ask again and again.
  router.get("/clock", (request, response, next) => {
    const unlike = request.query.unlike === undefined ? null : Number(request.query.unlike);
    const moved = unlike === null ? Promise.resolve() : store.clock.whenUnlike(unlike, CLOCK_WAIT_MS);
    moved.then(() => response.json(clock())).catch(next);
  });
  router.post(
    "/clock/advance",
    handle(schemas.advance, async (step) => {
      const target = "toIso" in step ? step.toIso : new Date(store.clock.now().getTime() + step.byMs);
      await control.advanceTo(target);
      return clock();
    }),
  );
  router.post(
    "/live",
    handle(schemas.live, ({ on }) => control.setLive(on)),
  );
}

function webhookRoutes(router: Router, { store, webhooks }: DevStoreContext): void {
  router.get(
    "/faults",
    handle(nothing, () => webhooks.faults()),
  );
  router.post(
    "/faults",
    handle(schemas.faults, (faults) => {
      webhooks.setFaults(
        Object.fromEntries(Object.entries(faults).filter(([, value]) => value !== undefined)),
      );
      return webhooks.faults();
    }),
  );
  router.get(
    "/topics",
    handle(nothing, () => webhooks.counts().byTopic),
  );
  router.post(
    "/webhooks",
    handle(schemas.webhook, ({ topic, body }) =>
      store.emit({ topic, subject: body, occurredAt: store.clock.now(), eventId: randomUUID() }),
    ),
  );
}

function failureRoutes(router: Router, { store, mail }: DevStoreContext): void {
  router.post(
    "/uninstall",
    handle(nothing, () => uninstall({ store })),
  );
  router.post(
    "/scopes",
    handle(schemas.scopes, ({ grant }) => grantScopes(store, grant)),
  );
  router.post(
    "/tokens/expire",
    handle(nothing, () => expireTokens(store)),
  );
  router.post(
    "/mail/down",
    handle(nothing, () => mail.setDown(true)),
  );
  router.post(
    "/mail/up",
    handle(nothing, () => mail.setDown(false)),
  );
  router.post(
    "/graphql/faults",
    handle(schemas.graphqlFaults, (faults) => {
      if (faults.throttleNext !== undefined) throttleNext(store, faults.throttleNext);
      if (faults.failNext !== undefined) failNext(store, faults.failNext, faults.failStatus);
    }),
  );
}

/** Shopify Flow, and the hosts of the app's extensions. */
function extensionRoutes(router: Router, ctx: DevStoreContext): void {
  router.get(
    "/flow/signals",
    handle(nothing, () => ctx.store.flowSignals),
  );
  router.post(
    "/flow/workflows",
    handle(schemas.workflow, (wish) => switchWorkflow(ctx, wish)),
  );
  router.post(
    "/flow/actions",
    handle(schemas.flowAction, (wish) => runAction(ctx, wish)),
  );
  router.post(
    "/extension-tokens",
    handle(schemas.extensionToken, (who) => ({
      token: "staffId" in who ? mintSessionToken(ctx, { userId: who.staffId }) : mintBuyerToken(ctx, who),
    })),
  );
}

/** What a test or a demo does to the stand-in from outside; mounted at `/__control`. */
export function controlRouter(ctx: DevStoreContext, control: ControlHandles): Router {
  const router = express.Router();
  router.use(express.json());
  clockRoutes(router, ctx, control);
  webhookRoutes(router, ctx);
  failureRoutes(router, ctx);
  extensionRoutes(router, ctx);
  router.get(
    "/counts",
    handle(nothing, () => ({
      webhooks: ctx.webhooks.counts(),
      shop: countStore(ctx.store),
      mails: ctx.mail.mails.length,
    })),
  );
  return router;
}

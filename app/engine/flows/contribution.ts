import type { z } from "zod";

import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";
import type { Db, Tx } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";
import type { DecisionOutcome, DecisionParams } from "~/engine/decisions/schema";

import type { FlowDefinition, FlowProblem } from "./definition";
import type { SettingField, SettingOptions } from "./setting-field";

export type { FlowProblem };

/** What a run knows of how it came about and of what its steps brought: small values and ids, never personal texts. */
export type RunContext = Readonly<Record<string, string | number | boolean | null>>;

/** Somebody who would enter a flow. */
export type Entry = {
  /** Null: a guest; only flows whose actions can do without a customer keep them. */
  customerId: string | null;
  /** What it is about, e.g. `checkout` and its id. */
  subjectKind: string | null;
  subjectId: string | null;
  /** Names the occasion: one run per flow and key, e.g. `checkout:<id>` or `2026`. */
  entryKey: string;
  /** When it happened or is due; delays count from here or from now, whichever is later. */
  enteredAt: Date;
  context: RunContext;
};

type TriggerBase<Settings> = {
  /** `<feature>.<noun>`; stable. Its texts: `<textNamespace>:triggers.<key>`, `.label` and `.hint`. */
  key: string;
  textNamespace: string;
  schema: z.ZodType<Settings, z.ZodTypeDef, unknown>;
  /**
   * Two automations that begin by it would write to the same people about the same thing: a second one is not published
   * while another is live or paused, unless each says by a condition whom it lets in.
   */
  isSole?: true;
  /** Its form in the builder. Absent: there is nothing to choose, or the builder has a form of its own for it. */
  fields?: readonly SettingField[];
  /** What makes it impossible to publish, beyond the schema. `place` is within the settings. */
  findProblems?: (db: Db, input: { shopId: string; settings: Settings }) => Promise<FlowProblem[]>;
  /**
   * Which of these runs, begun by it, have lost their point, and why; by their ids. Asked together with the exits, so
   * also in the last moment before a message leaves. Reads only; the simulation asks it of the past.
   */
  findEnds?: (
    db: Db,
    input: { shopId: string; settings: Settings; runs: readonly ActingRun[]; at: Date },
  ) => Promise<ReadonlyMap<string, RunEnd>>;
};

/** Why a run has lost its point: `decisions.<reason>` of the trigger's texts. */
export type RunEnd = { reason: string; params?: DecisionParams };

/** Begins runs because something happened. */
export type EventTrigger<Settings> = TriggerBase<Settings> & {
  kind: "event";
  events: readonly EventType[];
  /** Entries of these events, which are of one shop, set-wise. Reads only; the simulation asks it of past events. */
  entriesOf: (
    db: Db,
    input: { shopId: string; settings: Settings; events: readonly StoredEvent[] },
  ) => Promise<Entry[]>;
};

/** Begins runs because a time has come: a date of a customer, a segment they entered, a schedule. */
export type SweptTrigger<Settings> = TriggerBase<Settings> & {
  kind: "swept";
  /**
   * Entries that became due from `from` (exclusive) to `to` (inclusive). Reads only, the same of a past window as live.
   * Sweeps come every few minutes, late ones with a longer window.
   */
  listDue: (
    db: Db,
    input: { shopId: string; zone: string; settings: Settings; from: Date; to: Date },
  ) => Promise<Entry[]>;
  /**
   * Asked in place of `listDue` by the live engine, for triggers that must remember what they saw, as news come late.
   * `since`: from when on people enter. What it writes is part of the sweep's transaction. Of more than `atOnce` it tells
   * so many, and is asked again at once for the others.
   */
  sweep?: (
    tx: Tx,
    input: {
      shopId: string;
      flowId: string;
      zone: string;
      settings: Settings;
      since: Date;
      from: Date;
      to: Date;
      atOnce: number;
    },
  ) => Promise<Entry[]>;
};

/** Begins runs when a person of the staff says so. */
export type ManualTrigger<Settings> = TriggerBase<Settings> & { kind: "manual" };

export type FlowTrigger<Settings> = EventTrigger<Settings> | SweptTrigger<Settings> | ManualTrigger<Settings>;

/** A run as an action sees it. */
export type ActingRun = Entry & {
  runId: string;
  flowId: string;
  /** Which version the run is pinned to. */
  version: number;
  stepId: string;
  /** Names the effect once and for all: `flow:<runId>:<stepId>`. */
  effectKey: string;
};

/** What an action came to. Every outcome goes to the decision log: `decisions.<reason>` of `textNamespace`. */
export type ActionResult =
  | { kind: "done"; reason: string; outcome: DecisionOutcome; params?: DecisionParams; context?: RunContext }
  /** Done so far; the run goes on when one of the events about `subjectId` is published, or at `until`. */
  | {
      kind: "pending";
      reason: string;
      params?: DecisionParams;
      context?: RunContext;
      events: readonly EventType[];
      subjectId: string;
      until: Date;
    }
  /** Not done, for a reason; the run goes on. */
  | { kind: "skipped"; reason: string; params?: DecisionParams }
  /** The run ends here. */
  | { kind: "stopped"; reason: string; params?: DecisionParams };

/** `place` is within the settings, e.g. `offer`. */
export type FlowNotice = FlowProblem;

/** Something a flow does to people. */
export type FlowAction<Settings> = {
  /** `<feature>.<verb-noun>`; stable. Its texts: `<textNamespace>:actions.<key>`. */
  key: string;
  textNamespace: string;
  schema: z.ZodType<Settings, z.ZodTypeDef, unknown>;
  /** As of triggers. */
  fields?: readonly SettingField[];
  /** What there is to pick from in its fields of kind `option`. */
  listOptions?: (db: Db, shop: { shopId: string }) => Promise<SettingOptions>;
  /** Whether it can act on guests. */
  needsCustomer: boolean;
  /** What makes it impossible or unlawful to publish, beyond the schema: a missing template, no consent asked … */
  findProblems?: (
    db: Db,
    input: { shopId: string; settings: Settings; definition: FlowDefinition; stepId: string },
  ) => Promise<FlowProblem[]>;
  /** What a merchant should know before publishing; it keeps nobody from it. Texts as of problems. */
  findNotices?: (db: Db, input: { shopId: string; settings: Settings; now: Date }) => Promise<FlowNotice[]>;
  /**
   * Acts for many runs of one flow version in the transaction that moves them on. Idempotent by each `effectKey`: the
   * outside world is changed by intents only. @returns one result per run, in the same order.
   */
  perform: (
    tx: Tx,
    input: { shopId: string; settings: Settings; runs: readonly ActingRun[]; now: Date },
  ) => Promise<ActionResult[]>;
  /** The run goes on after `pending`: what became of it. The simulation asks it with what would have happened. */
  resume?: (
    tx: Tx,
    input: { shopId: string; settings: Settings; run: ActingRun; event: StoredEvent | null; now: Date },
  ) => Promise<ActionResult>;
  /** The flow was stopped with these runs inside, which have ended: what it gave and nobody was told of is taken back. */
  takeBack?: (tx: Tx, input: { shopId: string; runIds: readonly string[]; now: Date }) => Promise<void>;
  /** What it would do, and what that would cost, without doing it. */
  simulate: (
    db: Db,
    input: { shopId: string; settings: Settings; runs: readonly ActingRun[]; now: Date },
  ) => Promise<SimulatedResult[]>;
};

export type SimulatedResult = {
  result: Exclude<ActionResult, { kind: "pending" }>;
  /** When it would be done: later than asked in quiet hours or over the budget. */
  at: Date;
  cost?: { amountMinor: number; currencyCode: string };
};

/** A flow that works with no set-up. Its texts: `<textNamespace>:recipes.<key>`, `.name` and `.promise`. */
export type FlowRecipe = {
  key: string;
  textNamespace: string;
  /** Groups of the gallery, in the order of a customer's life. */
  /** The screen of the app that has its settings and figures, if there is one. */
  page?: string;
  stage: "welcome" | "cart" | "after-order" | "loyalty" | "anniversary" | "winback" | "vip";
  definitionOf: (shop: { locale: Locale; currencyCode: string }) => FlowDefinition;
};

/* A registry holds triggers and actions of every kind of settings; each parses its own. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type AnyTrigger = FlowTrigger<any>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export type AnyAction = FlowAction<any>;

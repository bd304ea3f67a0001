import { z } from "zod";

/*
 * The staff's tasks and notes as the browser sees them. Days are YYYY-MM-DD in the shop's zone, instants ISO.
 */

export const TASK_STATES = ["open", "done", "dropped"] as const;
export type TaskState = (typeof TASK_STATES)[number];

/** Who or what made a task or a note. */
export const ORIGINS = ["staff", "flow", "shopify-flow"] as const;
export type Origin = (typeof ORIGINS)[number];

export const LIMITS = {
  titleLength: 200,
  detailLength: 2_000,
  ownerLength: 100,
  noteLength: 2_000,
  /** Days from today that something can be due in, or have been due before. */
  dueDays: 3_650,
} as const;

/** Nobody in particular, in addresses. */
export const NOBODY = "nobody";

/** What the list of tasks is narrowed to. `owner`: the keyed hash of a name, or `nobody`. */
export const TaskQuerySchema = z.object({
  state: z.enum(TASK_STATES).catch("open").default("open"),
  owner: z.string().max(80).nullable().catch(null).default(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type TaskQuery = z.infer<typeof TaskQuerySchema>;

export const TASKS_URL = "/app/tasks";

export function taskListUrl({ state, owner, page }: TaskQuery): string {
  const params = new URLSearchParams();
  if (state !== "open") params.set("state", state);
  if (owner !== null) params.set("owner", owner);
  if (page > 1) params.set("page", String(page));
  const query = params.toString();
  return query ? `${TASKS_URL}?${query}` : TASKS_URL;
}

/** When an open task is due, as of today. */
export const DUE_GROUPS = ["overdue", "today", "later", "some-time"] as const;
export type DueGroup = (typeof DUE_GROUPS)[number];

export type TaskItem = {
  id: string;
  title: string;
  detail: string | null;
  dueOn: string | null;
  /** Null: not open. */
  due: DueGroup | null;
  owner: string | null;
  state: TaskState;
  origin: Origin;
  customer: { id: string; name: string } | null;
  /** Tells this wording from another: sent back with a change, so that nobody else's is overwritten. */
  mark: string;
  createdAt: string;
  settledAt: string | null;
  /** Who of the staff did or dropped it: `you`, Shopify's id, or not known. */
  settledBy: string | null;
};

export type NoteItem = {
  id: string;
  body: string;
  origin: Origin;
  /** `you`, Shopify's id of a member of the staff, or nobody known. */
  author: string | null;
  createdAt: string;
  canDelete: boolean;
};

/** Says of a member of the staff that they are the reader. */
export const YOU = "you";

/** Somebody who has had a task, as they were written. */
export type KnownOwner = { key: string; name: string };

export type TasksPageData = {
  query: TaskQuery;
  items: TaskItem[];
  counts: Record<TaskState, number>;
  pageCount: number;
  owners: KnownOwner[];
  today: string;
  asOf: string;
};

/** What stands on a customer's page. */
export type CustomerTasks = {
  customerId: string;
  tasks: TaskItem[];
  /** Of open ones: `tasks` holds the first to be due. */
  taskCount: number;
  notes: NoteItem[];
  noteCount: number;
  owners: KnownOwner[];
  today: string;
};

export const CustomerSearchSchema = z.object({ q: z.string().trim().max(100).catch("").default("") });

export type FoundCustomer = { id: string; label: string };

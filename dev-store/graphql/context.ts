import type { GraphQLResolveInfo } from "graphql";

import type { AppConfig } from "../state/app-model";
import type { Store } from "../state/store";
import type { SearchNotice } from "./search/notices";

/** What the API server knows beside the store. */
export type GraphqlOptions = {
  app: AppConfig;
  /** Base address of bulk files, without a trailing slash. */
  baseUrl: string;
  /** Milliseconds of the wall clock, by which buckets refill and tokens expire; `Date.now` when absent. */
  wall?: () => number;
};

/** A bulk query reads its root connections slice by slice and everything below them whole. */
export type BulkWindow = {
  offset: number;
  size: number;
  /** Sorted rows of each root connection, by response path: computed once for all slices. */
  rows: Map<string, readonly unknown[]>;
};

/** What resolvers are given. */
export type GraphqlContext = {
  store: Store;
  app: AppConfig;
  baseUrl: string;
  wall: () => number;
  /** Granted scopes, with the reads that writes imply. */
  scopes: ReadonlySet<string>;
  notices: SearchNotice[];
  bulk: BulkWindow | null;
};

export type Args = Readonly<Record<string, unknown>>;

/** What a resolver is told beside its source. */
export type FieldCall = { args: Args; context: GraphqlContext; info: GraphQLResolveInfo };

export type Resolver<Source> = (source: Source, call: FieldCall) => unknown;

/** Resolvers of one type by field; a field without one is read from the source by its name. */
export type TypeResolvers<Source> = Readonly<Record<string, Resolver<Source>>>;

import { z } from "zod";

const Id = z.union([z.number().int().positive(), z.string().regex(/^\d+$/)]).transform(String);

const Customer = z
  .object({ id: Id.nullish(), email: z.string().nullish(), phone: z.string().nullish() })
  .nullish()
  .transform((customer) => ({
    id: customer?.id ?? null,
    email: customer?.email?.trim() || null,
    phone: customer?.phone?.trim() || null,
  }));

/** customers/data_request */
export const DataRequestSchema = z.object({
  customer: Customer,
  orders_requested: z
    .array(Id)
    .nullish()
    .transform((ids) => ids ?? []),
  data_request: z.object({ id: Id }),
});

/** customers/redact */
export const RedactSchema = z.object({ customer: Customer, orders_to_redact: z.array(Id) });

/** shop/redact says nothing but the shop: whoever puts another body under the topic is told no. */
export const ShopRedactSchema = z.object({ shop_id: Id, shop_domain: z.string() }).strict();

/** Whom a request is about, as the request told. Kept sealed until it is answered. */
export const SubjectSchema = z.object({
  customer: z.object({
    id: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
  }),
  orders: z.array(z.string()),
  /** All that names the person, once it was looked up: what is erased already can not be looked up again. */
  found: z
    .object({
      customerIds: z.array(z.string()),
      orderIds: z.array(z.string()),
      checkoutIds: z.array(z.string()),
      emails: z.array(z.string()),
      phones: z.array(z.string()),
    })
    .optional(),
});

export type Subject = z.infer<typeof SubjectSchema>;

export type RequestKind = "data-request" | "redact";
export type RequestState = "received" | "prepared" | "delivered" | "done";

/** A request as the page shows it. No personal values: those are in the file. */
export type RequestItem = {
  id: string;
  kind: RequestKind;
  state: RequestState;
  /** ISO instants. */
  requestedAt: string;
  dueAt: string;
  isOverdue: boolean;
  answeredAt: string | null;
  /** Rows found or changed, over all tables. */
  rowCount: number;
  canDownload: boolean;
};

export type AccessItem = {
  id: string;
  staffId: string | null;
  page: string;
  customerId: string | null;
  accessedAt: string;
};

export type PrivacyPageData = {
  requests: RequestItem[];
  access: { items: AccessItem[]; page: number; pageCount: number; totalCount: number };
  /** How many days things are kept. */
  periods: { name: string; days: number }[];
};

export const PrivacyQuerySchema = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });

export const ExportFormatSchema = z.enum(["json", "csv"]).catch("json");
export type ExportFormat = z.infer<typeof ExportFormatSchema>;

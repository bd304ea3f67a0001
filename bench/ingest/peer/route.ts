import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { prisma } from "./database";
import { shopify } from "./shopify";

const Payload = z.object({
  id: z.number(),
  admin_graphql_api_id: z.string(),
  name: z.string(),
  currency: z.string(),
  total_price: z.string(),
  subtotal_price: z.string(),
  total_discounts: z.string(),
  total_tax: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  financial_status: z.string(),
  customer: z.object({
    id: z.number(),
    admin_graphql_api_id: z.string(),
    email: z.string(),
    first_name: z.string(),
    last_name: z.string(),
  }),
  line_items: z.array(
    z.object({
      id: z.number(),
      admin_graphql_api_id: z.string(),
      title: z.string(),
      quantity: z.number(),
      price: z.string(),
    }),
  ),
});

type Order = z.infer<typeof Payload>;

const minor = (amount: string) => BigInt(Math.round(Number(amount) * 100));

/** As `app/routes/webhooks.orders.create.tsx` of an app made from the template. */
export async function action({ request }: ActionFunctionArgs): Promise<Response> {
  const { shop, payload } = await shopify.authenticate.webhook(request);
  const order = Payload.parse(payload);
  await prisma.$transaction(async (tx) => {
    const customerId = await upsertCustomer(tx, shop, order.customer);
    const orderId = await upsertOrder(tx, { shop, customerId, order });
    for (const line of order.line_items) await upsertLine(tx, { shop, orderId, line });
  });
  return new Response();
}

type Tx = Parameters<Parameters<typeof prisma.$transaction>[0]>[0];

async function upsertCustomer(tx: Tx, shopId: string, customer: Order["customer"]): Promise<string> {
  const gid = customer.admin_graphql_api_id;
  const told = {
    email: customer.email,
    firstName: customer.first_name,
    lastName: customer.last_name,
    updatedAt: new Date(),
  };
  const { id } = await tx.customer.upsert({
    where: { shopId_gid: { shopId, gid } },
    create: { id: String(customer.id), shopId, gid, createdAt: new Date(), ...told },
    update: told,
  });
  return id;
}

async function upsertOrder(
  tx: Tx,
  { shop, customerId, order }: { shop: string; customerId: string; order: Order },
): Promise<string> {
  const key = { shopId: shop, gid: order.admin_graphql_api_id };
  const told = {
    name: order.name,
    customerId,
    financialStatus: order.financial_status,
    currencyCode: order.currency,
    totalMinor: minor(order.total_price),
    subtotalMinor: minor(order.subtotal_price),
    discountMinor: minor(order.total_discounts),
    shippingMinor: 0n,
    taxMinor: minor(order.total_tax),
    netMinor: minor(order.total_price),
    isValid: true,
    placedAt: new Date(order.created_at),
    placedOn: order.created_at.slice(0, 10),
    placedMonth: order.created_at.slice(0, 7),
    versionAt: new Date(order.updated_at),
  };
  const { id } = await tx.order.upsert({
    where: { shopId_gid: key },
    create: { id: String(order.id), ...key, ...told },
    update: told,
  });
  return id;
}

async function upsertLine(
  tx: Tx,
  { shop, orderId, line }: { shop: string; orderId: string; line: Order["line_items"][number] },
): Promise<void> {
  const told = {
    title: line.title,
    quantity: line.quantity,
    currentQuantity: line.quantity,
    unitPriceMinor: minor(line.price),
    discountMinor: 0n,
  };
  await tx.orderLine.upsert({
    where: { id: String(line.id) },
    create: { id: String(line.id), shopId: shop, orderId, gid: line.admin_graphql_api_id, ...told },
    update: told,
  });
}

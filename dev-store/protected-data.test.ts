import { describe, expect, it } from "vitest";

import { missingApproval, redactBody } from "./protected-data";
import type { AppConfig } from "./state/app-model";

const app = (approvedData?: AppConfig["approvedData"]) =>
  ({ ...(approvedData ? { approvedData } : {}) }) as AppConfig;

const ORDER = {
  id: 1,
  name: "#1001",
  email: "ada@example.com",
  customer: {
    id: 2,
    first_name: "Ada",
    last_name: "Lovelace",
    phone: "+48500",
    addresses: [{ city: "Łódź" }],
  },
  shipping_address: { name: "Ada Lovelace", city: "Łódź" },
  line_items: [{ name: "Tea", title: "Tea" }],
};

describe("protected customer data", () => {
  it("is all there when nothing is said of approvals, as on a development store", () => {
    expect(redactBody(app(), ORDER)).toEqual(ORDER);
    expect(missingApproval(app(), "Customer", "email")).toBeNull();
  });

  it("is null in webhooks where the app is not approved; the names of orders and products stay", () => {
    expect(redactBody(app([]), ORDER)).toEqual({
      ...ORDER,
      email: null,
      customer: { id: 2, first_name: null, last_name: null, phone: null, addresses: [] },
      shipping_address: null,
    });
  });

  it("is approved field by field", () => {
    expect(redactBody(app(["email", "address"]), ORDER)).toMatchObject({
      email: "ada@example.com",
      customer: { first_name: null, phone: null, addresses: [{ city: "Łódź" }] },
    });
    expect(missingApproval(app(["email"]), "Customer", "defaultEmailAddress")).toBeNull();
    expect(missingApproval(app(["email"]), "Customer", "firstName")).toBe("name");
    expect(missingApproval(app([]), "Product", "title")).toBeNull();
  });
});

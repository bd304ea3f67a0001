import type { Store } from "../../state/store";
import { idOf } from "../gid";
import { type UserError, userError } from "../user-error";

type Chosen = { customers?: { add?: string[] | null } | null; customerSegments?: object | null };

/** What the schema lets through as `DiscountCodeBasicInput`. */
export type BasicDiscountInput = {
  title?: string | null;
  code?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  context?: (Chosen & { all?: "ALL" | null; markets?: object | null }) | null;
  customerSelection?: (Chosen & { all?: boolean | null }) | null;
  customerGets?: {
    items?: {
      all?: boolean | null;
      products?: { productsToAdd?: string[] | null; productVariantsToAdd?: string[] | null } | null;
      collections?: object | null;
    } | null;
    value?: {
      percentage?: number | null;
      discountAmount?: { amount?: string | number | null; appliesOnEachItem?: boolean | null } | null;
      discountOnQuantity?: object | null;
    } | null;
  } | null;
  minimumRequirement?: {
    subtotal?: { greaterThanOrEqualToSubtotal?: string | number | null } | null;
    quantity?: { greaterThanOrEqualToQuantity?: string | number | null } | null;
  } | null;
  combinesWith?: Partial<
    Record<"orderDiscounts" | "productDiscounts" | "shippingDiscounts", boolean | null>
  > | null;
  usageLimit?: number | null;
  appliesOncePerCustomer?: boolean | null;
  tags?: string[] | null;
};

/** What the schema lets through as `DiscountCodeFreeShippingInput`. */
export type FreeShippingInput = Omit<BasicDiscountInput, "customerGets"> & {
  destination?: { all?: boolean | null; countries?: object | null } | null;
  maximumShippingPrice?: string | number | null;
};

type Wish = Omit<BasicDiscountInput, "customerGets">;

/** The userErrors of a new code in Shopify's words; empty = it can be made. */
export function checkBasicDiscount(input: BasicDiscountInput, store: Store): UserError[] {
  return told("basicCodeDiscount", [...commonProblems(input, store), valueProblem(input)]);
}

/** The same of free shipping; it cannot even ask to combine with other shipping discounts. */
export function checkFreeShipping(input: FreeShippingInput, store: Store): UserError[] {
  const combination =
    input.combinesWith?.shippingDiscounts === true
      ? userError(
          ["combinesWith"],
          "The combinesWith settings are not valid for the discount class.",
          "INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS",
        )
      : null;
  return told("freeShippingCodeDiscount", [...commonProblems(input, store), combination]);
}

function commonProblems(input: Wish, store: Store): (UserError | null)[] {
  if (input.context && input.customerSelection) {
    return [problem(["context"], "Only one of context or customerSelection can be provided.", "INVALID")];
  }
  return [
    codeProblem(input.code, store),
    titleProblem(input.title),
    dateProblem(input),
    usageProblem(input),
    customerProblem(input, store),
  ];
}

function told(argument: string, errors: readonly (UserError | null)[]): UserError[] {
  return errors.flatMap((error) => (error ? [{ ...error, field: [argument, ...(error.field ?? [])] }] : []));
}

function codeProblem(code: string | null | undefined, store: Store): UserError | null {
  const field = ["code"];
  if (code == null) return problem(field, "Code can't be blank", "BLANK");
  if (code === "") return problem(field, "Code is too short (minimum is 1 character)", "TOO_SHORT");
  if (/[\r\n]/.test(code)) return problem(field, "Code cannot contain newline characters.", "INVALID");
  if (code.length > 255) return problem(field, "Code is too long (maximum is 255 characters)", "TOO_LONG");
  return store.findDiscountByCode(code)
    ? problem(field, "Code must be unique. Please try a different code.", "TAKEN")
    : null;
}

function titleProblem(title: string | null | undefined): UserError | null {
  if (!title?.trim()) return problem(["title"], "Title can't be blank", "BLANK");
  return title.length > 255
    ? problem(["title"], "Title is too long (maximum is 255 characters)", "TOO_LONG")
    : null;
}

function dateProblem({ startsAt, endsAt }: Wish): UserError | null {
  if (!startsAt) return problem(["startsAt"], "Starts at can't be blank", "BLANK");
  return endsAt && Date.parse(endsAt) <= Date.parse(startsAt)
    ? problem(["endsAt"], "Ends at needs to be after starts_at", "INVALID")
    : null;
}

function valueProblem({ customerGets }: BasicDiscountInput): UserError | null {
  const value = customerGets?.value;
  if (!value) return problem(["customerGets", "value"], "Value can't be blank", "BLANK");
  const { percentage, discountAmount } = value;
  if (percentage != null && (percentage < 0 || percentage > 1)) {
    return problem(
      ["customerGets", "value", "percentage"],
      "Value must be between 0.0 and 1.0",
      "VALUE_OUTSIDE_RANGE",
    );
  }
  // The wording is Shopify's: it stores amounts as negative numbers.
  return discountAmount && Number(discountAmount.amount ?? 0) < 0
    ? problem(
        ["customerGets", "value", "discountAmount", "amount"],
        "Value must be less than or equal to 0",
        "LESS_THAN_OR_EQUAL_TO",
      )
    : null;
}

function usageProblem({ usageLimit, minimumRequirement }: Wish): UserError | null {
  if (usageLimit != null && usageLimit <= 0) {
    return problem(["usageLimit"], "Usage limit must be greater than 0", "GREATER_THAN");
  }
  return minimumRequirement?.subtotal && minimumRequirement.quantity
    ? problem(
        ["minimumRequirement"],
        "Minimum subtotal and quantity range can't both be present",
        "MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT",
      )
    : null;
}

function customerProblem({ context, customerSelection }: Wish, store: Store): UserError | null {
  const added = (context ?? customerSelection)?.customers?.add ?? [];
  const unknown = added.filter((gid) => !store.customers.has(idOf("Customer", gid) ?? 0));
  const field = [context ? "context" : "customerSelection", "customers", "add"];
  return unknown.length > 0 ? problem(field, `Invalid id(s): ${unknown.join(", ")}`, "INVALID") : null;
}

function problem(field: string[], message: string, code: string): UserError {
  return userError(field, message, code);
}

import type { RowPacker } from "~/platform/sql/row-packer";

import { isValidOrder, receivedOf, worthOf } from "../../../orders/rules/figures";
import type { CellsOf } from "../rows/columns";

type Paid = { totalMinor: number; shippingMinor: number; taxMinor: number; netPaymentMinor: number };
type Known = {
  refunds: readonly CellsOf<"Refund">[];
  financialStatus: string | null;
  isTest: boolean;
  isCancelled: boolean;
};

/** Adds what an order is worth, as the rules count it. */
export function addFigures(
  packer: RowPacker,
  { totalMinor, shippingMinor, taxMinor, netPaymentMinor }: Paid,
  { refunds, financialStatus, isTest, isCancelled }: Known,
): void {
  const refundedMinor = refunds.reduce((sum, { amountMinor }) => sum + Number(amountMinor), 0);
  const payment = { ...NOTHING_INFERRED, receivedMinor: netPaymentMinor + refundedMinor };
  const receivedMinor = receivedOf(financialStatus, { totalMinor, refundedMinor, payment });
  const { netMinor, netTaxMinor, netShippingMinor } = worthOf({
    receivedMinor,
    refundedMinor,
    totalMinor,
    taxMinor,
    shippingMinor,
  });
  const cancelledAt = isCancelled ? SOME_DAY : null;
  const isValid = isValidOrder({ financialStatus, isTest, cancelledAt, deletedAt: null, netMinor });
  packer.addNumber(receivedMinor);
  packer.addNumber(refundedMinor);
  packer.addNumber(netMinor);
  packer.addNumber(netTaxMinor);
  packer.addNumber(netShippingMinor);
  packer.addNumber(isValid ? 1 : 0);
}

const NOTHING_INFERRED = { currentTotalMinor: null, outstandingMinor: null, returnedMinor: 0 };
const SOME_DAY = new Date(0);

-- DropIndex
DROP INDEX "Variant_shopId_productId_idx";

-- DropIndex
DROP INDEX "OrderLine_shopId_orderId_idx";

-- DropIndex
DROP INDEX "Refund_shopId_orderId_idx";

-- DropIndex
DROP INDEX "CheckoutLine_shopId_checkoutId_idx";

-- DropIndex
DROP INDEX "ReturnLine_shopId_returnId_idx";

-- DropIndex
DROP INDEX "CartLine_shopId_cartId_idx";

-- DropIndex
DROP INDEX "DiscountRedeemCode_shopId_discountId_idx";

-- CreateIndex
CREATE INDEX "Variant_productId_shopId_idx" ON "Variant"("productId", "shopId");

-- CreateIndex
CREATE INDEX "OrderLine_orderId_shopId_idx" ON "OrderLine"("orderId", "shopId");

-- CreateIndex
CREATE INDEX "Refund_orderId_shopId_idx" ON "Refund"("orderId", "shopId");

-- CreateIndex
CREATE INDEX "CheckoutLine_checkoutId_shopId_idx" ON "CheckoutLine"("checkoutId", "shopId");

-- CreateIndex
CREATE INDEX "ReturnLine_returnId_shopId_idx" ON "ReturnLine"("returnId", "shopId");

-- CreateIndex
CREATE INDEX "CartLine_cartId_shopId_idx" ON "CartLine"("cartId", "shopId");

-- CreateIndex
CREATE INDEX "DiscountRedeemCode_discountId_shopId_idx" ON "DiscountRedeemCode"("discountId", "shopId");

-- CreateIndex
CREATE INDEX "Refund_shopId_idx" ON "Refund"("shopId");

-- CreateIndex
CREATE INDEX "CheckoutLine_shopId_idx" ON "CheckoutLine"("shopId");

-- CreateIndex
CREATE INDEX "CartLine_shopId_idx" ON "CartLine"("shopId");

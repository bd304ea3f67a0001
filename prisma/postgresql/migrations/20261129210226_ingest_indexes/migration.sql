-- DropIndex
DROP INDEX "DomainEvent_shopId_type_occurredAt_idx";

-- CreateIndex
CREATE INDEX "Checkout_shopId_phoneHash_idx" ON "Checkout"("shopId", "phoneHash");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_redeemedOrderId_idx" ON "IssuedCode"("shopId", "redeemedOrderId");


-- AlterTable
ALTER TABLE "OutboxIntent" ADD COLUMN     "firstTriedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Customer" ADD COLUMN     "provinceCode" TEXT;

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "addressHash" TEXT,
ADD COLUMN     "channel" TEXT NOT NULL DEFAULT 'email',
ADD COLUMN     "claimedAt" TIMESTAMP(3),
ADD COLUMN     "expiresAt" TIMESTAMP(3),
ADD COLUMN     "notBeforeAt" TIMESTAMP(3),
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 20;

-- CreateIndex
CREATE INDEX "Message_shopId_customerId_claimedAt_idx" ON "Message"("shopId", "customerId", "claimedAt");

-- CreateIndex
CREATE INDEX "Message_addressHash_shopId_claimedAt_idx" ON "Message"("addressHash", "shopId", "claimedAt");


-- What was sent, or perhaps sent, before counts in the budget from its hour on.
UPDATE "Message" SET "claimedAt" = "sentAt" WHERE "sentAt" IS NOT NULL;

-- AlterTable
ALTER TABLE "VipMembership" ADD COLUMN     "carriedBy" TEXT NOT NULL DEFAULT 'facts',
ADD COLUMN     "endsAt" TIMESTAMP(3),
ADD COLUMN     "fellAt" TIMESTAMP(3),
ADD COLUMN     "nextAt" TIMESTAMP(3),
ADD COLUMN     "noticedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "VipManualTier" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tierId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,
    "staffId" TEXT,
    "givenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VipManualTier_pkey" PRIMARY KEY ("shopId","customerId")
);

-- CreateTable
CREATE TABLE "VipMove" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "fromTierId" TEXT,
    "toTierId" TEXT,
    "reason" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,
    "marginMinor" BIGINT,
    "points" INTEGER,
    "rfmScore" INTEGER,
    "causeKey" TEXT NOT NULL,
    "movedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VipMove_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VipEntitlement" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tierId" TEXT NOT NULL,
    "perkId" TEXT NOT NULL,
    "perkKind" TEXT NOT NULL,
    "periodKey" TEXT NOT NULL,
    "perkJson" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "codeId" TEXT,
    "messageId" TEXT,
    "staffId" TEXT,
    "promisedAt" TIMESTAMP(3) NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VipEntitlement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "VipMove_shopId_movedAt_idx" ON "VipMove"("shopId", "movedAt");

-- CreateIndex
CREATE UNIQUE INDEX "VipMove_shopId_customerId_causeKey_key" ON "VipMove"("shopId", "customerId", "causeKey");

-- CreateIndex
CREATE INDEX "VipEntitlement_shopId_state_promisedAt_idx" ON "VipEntitlement"("shopId", "state", "promisedAt");

-- CreateIndex
CREATE INDEX "VipEntitlement_shopId_promisedAt_idx" ON "VipEntitlement"("shopId", "promisedAt");

-- CreateIndex
CREATE INDEX "VipEntitlement_shopId_codeId_idx" ON "VipEntitlement"("shopId", "codeId");

-- CreateIndex
CREATE UNIQUE INDEX "VipEntitlement_shopId_customerId_perkId_periodKey_key" ON "VipEntitlement"("shopId", "customerId", "perkId", "periodKey");

-- CreateIndex
CREATE INDEX "VipMembership_shopId_nextAt_idx" ON "VipMembership"("shopId", "nextAt");


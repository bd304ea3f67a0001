-- AlterTable
ALTER TABLE "IssuedCode" ADD COLUMN     "budgetKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "budgetMonth" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "clockStartedAt" TIMESTAMP(3),
ADD COLUMN     "costMinor" BIGINT,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'percentage',
ADD COLUMN     "offerJson" TEXT NOT NULL DEFAULT '{}',
ADD COLUMN     "poolId" TEXT,
ADD COLUMN     "promisedMinor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "remindAt" TIMESTAMP(3),
ADD COLUMN     "remindedAt" TIMESTAMP(3),
ADD COLUMN     "removalAskedAt" TIMESTAMP(3),
ADD COLUMN     "removedAt" TIMESTAMP(3),
ADD COLUMN     "title" TEXT NOT NULL DEFAULT '';

-- CreateTable
CREATE TABLE "CodePool" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "poolKey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "offerJson" TEXT NOT NULL,
    "discountGid" TEXT,
    "state" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "removalAskedAt" TIMESTAMP(3),
    "removedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CodePool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncentiveBudget" (
    "shopId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "budgetKey" TEXT NOT NULL,
    "reservedMinor" BIGINT NOT NULL,
    "spentMinor" BIGINT NOT NULL,

    CONSTRAINT "IncentiveBudget_pkey" PRIMARY KEY ("shopId","month","budgetKey")
);

-- CreateTable
CREATE TABLE "DiscountTerms" (
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "classes" TEXT NOT NULL,
    "withOrder" BOOLEAN NOT NULL,
    "withProduct" BOOLEAN NOT NULL,
    "withShipping" BOOLEAN NOT NULL,
    "isAutomatic" BOOLEAN NOT NULL,
    "endsAt" TIMESTAMP(3),
    "readAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DiscountTerms_pkey" PRIMARY KEY ("shopId","gid")
);

-- CreateTable
CREATE TABLE "DiscountReading" (
    "shopId" TEXT NOT NULL,
    "codeCount" INTEGER NOT NULL,
    "isComplete" BOOLEAN NOT NULL,
    "readAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DiscountReading_pkey" PRIMARY KEY ("shopId")
);

-- CreateTable
CREATE TABLE "Experiment" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "controlArm" TEXT NOT NULL,
    "windowDays" INTEGER NOT NULL,
    "plannedCount" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Experiment_pkey" PRIMARY KEY ("shopId","experimentKey")
);

-- CreateTable
CREATE TABLE "ExperimentExposure" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "exposedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ExperimentExposure_pkey" PRIMARY KEY ("shopId","experimentKey","customerId")
);

-- CreateIndex
CREATE INDEX "CodePool_shopId_state_expiresAt_idx" ON "CodePool"("shopId", "state", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "CodePool_shopId_poolKey_key" ON "CodePool"("shopId", "poolKey");

-- CreateIndex
CREATE INDEX "ExperimentExposure_shopId_experimentKey_exposedAt_idx" ON "ExperimentExposure"("shopId", "experimentKey", "exposedAt");

-- CreateIndex
CREATE INDEX "ExperimentExposure_shopId_customerId_idx" ON "ExperimentExposure"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_state_expiresAt_idx" ON "IssuedCode"("shopId", "state", "expiresAt");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_state_remindAt_idx" ON "IssuedCode"("shopId", "state", "remindAt");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_poolId_state_idx" ON "IssuedCode"("shopId", "poolId", "state");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_redeemedOrderId_idx" ON "IssuedCode"("shopId", "redeemedOrderId");


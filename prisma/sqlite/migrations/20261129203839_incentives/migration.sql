-- CreateTable
CREATE TABLE "CodePool" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "poolKey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "offerJson" TEXT NOT NULL,
    "discountGid" TEXT,
    "state" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "removalAskedAt" DATETIME,
    "removedAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "IncentiveBudget" (
    "shopId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "budgetKey" TEXT NOT NULL,
    "reservedMinor" BIGINT NOT NULL,
    "spentMinor" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "month", "budgetKey")
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
    "endsAt" DATETIME,
    "readAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "gid")
);

-- CreateTable
CREATE TABLE "DiscountReading" (
    "shopId" TEXT NOT NULL PRIMARY KEY,
    "codeCount" INTEGER NOT NULL,
    "isComplete" BOOLEAN NOT NULL,
    "readAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Experiment" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "controlArm" TEXT NOT NULL,
    "windowDays" INTEGER NOT NULL,
    "plannedCount" INTEGER NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,

    PRIMARY KEY ("shopId", "experimentKey")
);

-- CreateTable
CREATE TABLE "ExperimentExposure" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "exposedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "experimentKey", "customerId")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_IssuedCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "occasionKey" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "percentBp" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'percentage',
    "title" TEXT NOT NULL DEFAULT '',
    "offerJson" TEXT NOT NULL DEFAULT '{}',
    "discountGid" TEXT,
    "poolId" TEXT,
    "state" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "clockStartedAt" DATETIME,
    "remindAt" DATETIME,
    "remindedAt" DATETIME,
    "removalAskedAt" DATETIME,
    "removedAt" DATETIME,
    "redeemedAt" DATETIME,
    "redeemedOrderId" TEXT,
    "budgetKey" TEXT NOT NULL DEFAULT '',
    "budgetMonth" TEXT NOT NULL DEFAULT '',
    "promisedMinor" BIGINT NOT NULL DEFAULT 0,
    "costMinor" BIGINT,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_IssuedCode" ("code", "codeKey", "createdAt", "customerId", "discountGid", "expiresAt", "id", "occasionKey", "percentBp", "redeemedAt", "redeemedOrderId", "shopId", "startsAt", "state") SELECT "code", "codeKey", "createdAt", "customerId", "discountGid", "expiresAt", "id", "occasionKey", "percentBp", "redeemedAt", "redeemedOrderId", "shopId", "startsAt", "state" FROM "IssuedCode";
DROP TABLE "IssuedCode";
ALTER TABLE "new_IssuedCode" RENAME TO "IssuedCode";
CREATE INDEX "IssuedCode_shopId_customerId_idx" ON "IssuedCode"("shopId", "customerId");
CREATE INDEX "IssuedCode_shopId_state_expiresAt_idx" ON "IssuedCode"("shopId", "state", "expiresAt");
CREATE INDEX "IssuedCode_shopId_state_remindAt_idx" ON "IssuedCode"("shopId", "state", "remindAt");
CREATE INDEX "IssuedCode_shopId_poolId_state_idx" ON "IssuedCode"("shopId", "poolId", "state");
CREATE INDEX "IssuedCode_shopId_redeemedOrderId_idx" ON "IssuedCode"("shopId", "redeemedOrderId");
CREATE UNIQUE INDEX "IssuedCode_shopId_occasionKey_key" ON "IssuedCode"("shopId", "occasionKey");
CREATE UNIQUE INDEX "IssuedCode_shopId_codeKey_key" ON "IssuedCode"("shopId", "codeKey");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "CodePool_shopId_state_expiresAt_idx" ON "CodePool"("shopId", "state", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "CodePool_shopId_poolKey_key" ON "CodePool"("shopId", "poolKey");

-- CreateIndex
CREATE INDEX "ExperimentExposure_shopId_experimentKey_exposedAt_idx" ON "ExperimentExposure"("shopId", "experimentKey", "exposedAt");

-- CreateIndex
CREATE INDEX "ExperimentExposure_shopId_customerId_idx" ON "ExperimentExposure"("shopId", "customerId");


-- CreateTable
CREATE TABLE "VipManualTier" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tierId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "until" DATETIME NOT NULL,
    "staffId" TEXT,
    "givenAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "customerId")
);

-- CreateTable
CREATE TABLE "VipMove" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "movedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "VipEntitlement" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "promisedAt" DATETIME NOT NULL,
    "changedAt" DATETIME NOT NULL
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_VipMembership" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tierId" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "carriedBy" TEXT NOT NULL DEFAULT 'facts',
    "fellAt" DATETIME,
    "endsAt" DATETIME,
    "noticedAt" DATETIME,
    "nextAt" DATETIME,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "customerId")
);
INSERT INTO "new_VipMembership" ("customerId", "shopId", "since", "tierId", "updatedAt") SELECT "customerId", "shopId", "since", "tierId", "updatedAt" FROM "VipMembership";
DROP TABLE "VipMembership";
ALTER TABLE "new_VipMembership" RENAME TO "VipMembership";
CREATE INDEX "VipMembership_shopId_tierId_idx" ON "VipMembership"("shopId", "tierId");
CREATE INDEX "VipMembership_shopId_nextAt_idx" ON "VipMembership"("shopId", "nextAt");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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


-- CreateTable
CREATE TABLE "CustomerMetafieldState" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "writtenJson" TEXT NOT NULL,
    "wantedAt" DATETIME,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "customerId")
);

-- CreateTable
CREATE TABLE "PointsLot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "guestKey" TEXT,
    "sourceKind" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "orderId" TEXT,
    "termsJson" TEXT NOT NULL DEFAULT '{}',
    "earnedAt" DATETIME NOT NULL,
    "pendingUntil" DATETIME,
    "expiresAt" DATETIME,
    "review" TEXT,
    "reviewJson" TEXT,
    "expiryToldAt" DATETIME,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "isOpen" BOOLEAN NOT NULL DEFAULT true,
    "issued" INTEGER NOT NULL DEFAULT 0,
    "adjusted" INTEGER NOT NULL DEFAULT 0,
    "pending" INTEGER NOT NULL DEFAULT 0,
    "available" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "debt" INTEGER NOT NULL DEFAULT 0,
    "redeemed" INTEGER NOT NULL DEFAULT 0,
    "expired" INTEGER NOT NULL DEFAULT 0,
    "clawedBack" INTEGER NOT NULL DEFAULT 0,
    "forfeited" INTEGER NOT NULL DEFAULT 0,
    "writtenOff" INTEGER NOT NULL DEFAULT 0,
    "settled" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "PointsEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "kind" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "on" TEXT NOT NULL,
    "orderId" TEXT,
    "redemptionId" TEXT,
    "staffId" TEXT,
    "detailsJson" TEXT NOT NULL DEFAULT '{}'
);

-- CreateTable
CREATE TABLE "PointsPosting" (
    "shopId" TEXT NOT NULL,
    "entryId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "lotId" TEXT NOT NULL,
    "book" TEXT NOT NULL,
    "points" INTEGER NOT NULL,

    PRIMARY KEY ("entryId", "position")
);

-- CreateTable
CREATE TABLE "PointsDay" (
    "shopId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "book" TEXT NOT NULL,
    "points" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "day", "book")
);

-- CreateTable
CREATE TABLE "PointsRedemption" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "rewardId" TEXT NOT NULL,
    "rewardJson" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "lotsJson" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "sourceKey" TEXT NOT NULL,
    "openKey" TEXT,
    "codeId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "settledAt" DATETIME
);

-- CreateTable
CREATE TABLE "PointsAdjustment" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "points" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "requestedBy" TEXT,
    "requestedAt" DATETIME NOT NULL,
    "decidedBy" TEXT,
    "decidedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "CustomerMetafieldState_shopId_wantedAt_idx" ON "CustomerMetafieldState"("shopId", "wantedAt");

-- CreateIndex
CREATE INDEX "CustomerMetafieldState_wantedAt_idx" ON "CustomerMetafieldState"("wantedAt");

-- CreateIndex
CREATE INDEX "PointsLot_shopId_customerId_isOpen_idx" ON "PointsLot"("shopId", "customerId", "isOpen");

-- CreateIndex
CREATE INDEX "PointsLot_shopId_guestKey_idx" ON "PointsLot"("shopId", "guestKey");

-- CreateIndex
CREATE INDEX "PointsLot_shopId_orderId_idx" ON "PointsLot"("shopId", "orderId");

-- CreateIndex
CREATE INDEX "PointsLot_shopId_isOpen_pendingUntil_idx" ON "PointsLot"("shopId", "isOpen", "pendingUntil");

-- CreateIndex
CREATE INDEX "PointsLot_shopId_isOpen_expiresAt_idx" ON "PointsLot"("shopId", "isOpen", "expiresAt");

-- CreateIndex
CREATE INDEX "PointsLot_shopId_review_idx" ON "PointsLot"("shopId", "review");

-- CreateIndex
CREATE INDEX "PointsLot_shopId_earnedAt_idx" ON "PointsLot"("shopId", "earnedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PointsLot_shopId_sourceKey_key" ON "PointsLot"("shopId", "sourceKey");

-- CreateIndex
CREATE INDEX "PointsEntry_shopId_customerId_at_idx" ON "PointsEntry"("shopId", "customerId", "at");

-- CreateIndex
CREATE INDEX "PointsEntry_shopId_orderId_idx" ON "PointsEntry"("shopId", "orderId");

-- CreateIndex
CREATE INDEX "PointsEntry_shopId_redemptionId_idx" ON "PointsEntry"("shopId", "redemptionId");

-- CreateIndex
CREATE INDEX "PointsEntry_shopId_on_idx" ON "PointsEntry"("shopId", "on");

-- CreateIndex
CREATE UNIQUE INDEX "PointsEntry_shopId_sourceKey_key" ON "PointsEntry"("shopId", "sourceKey");

-- CreateIndex
CREATE INDEX "PointsPosting_shopId_lotId_idx" ON "PointsPosting"("shopId", "lotId");

-- CreateIndex
CREATE INDEX "PointsRedemption_shopId_customerId_createdAt_idx" ON "PointsRedemption"("shopId", "customerId", "createdAt");

-- CreateIndex
CREATE INDEX "PointsRedemption_shopId_codeId_idx" ON "PointsRedemption"("shopId", "codeId");

-- CreateIndex
CREATE INDEX "PointsRedemption_shopId_state_createdAt_idx" ON "PointsRedemption"("shopId", "state", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "PointsRedemption_shopId_sourceKey_key" ON "PointsRedemption"("shopId", "sourceKey");

-- CreateIndex
CREATE UNIQUE INDEX "PointsRedemption_shopId_openKey_key" ON "PointsRedemption"("shopId", "openKey");

-- CreateIndex
CREATE INDEX "PointsAdjustment_shopId_state_requestedAt_idx" ON "PointsAdjustment"("shopId", "state", "requestedAt");

-- CreateIndex
CREATE INDEX "PointsAdjustment_shopId_customerId_requestedAt_idx" ON "PointsAdjustment"("shopId", "customerId", "requestedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PointsAdjustment_shopId_sourceKey_key" ON "PointsAdjustment"("shopId", "sourceKey");


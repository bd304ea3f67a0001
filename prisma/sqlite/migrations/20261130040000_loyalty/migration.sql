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

-- CreateTable
CREATE TABLE "SharedCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "occasionKey" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "offerJson" TEXT NOT NULL,
    "discountGid" TEXT,
    "state" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Referral" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "sharedCodeId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "signalsJson" TEXT NOT NULL DEFAULT '[]',
    "contacts" TEXT NOT NULL DEFAULT 'asked',
    "rewardJson" TEXT NOT NULL,
    "qualifiedAt" DATETIME,
    "dueAt" DATETIME,
    "reviewedAt" DATETIME,
    "reviewedBy" TEXT,
    "reviewNote" TEXT,
    "approvedAt" DATETIME,
    "rewardedAt" DATETIME,
    "rewardedMonth" TEXT,
    "rewardCodeId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ReferralMark" (
    "shopId" TEXT NOT NULL,
    "referralId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "markHash" TEXT NOT NULL,

    PRIMARY KEY ("referralId", "side", "kind", "markHash")
);

-- CreateTable
CREATE TABLE "FlowActionRun" (
    "shopId" TEXT NOT NULL,
    "actionRunId" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "isDone" BOOLEAN NOT NULL,
    "message" TEXT NOT NULL,
    "askedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "actionRunId")
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
CREATE INDEX "SharedCode_shopId_customerId_purpose_idx" ON "SharedCode"("shopId", "customerId", "purpose");

-- CreateIndex
CREATE INDEX "SharedCode_shopId_state_idx" ON "SharedCode"("shopId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "SharedCode_shopId_occasionKey_key" ON "SharedCode"("shopId", "occasionKey");

-- CreateIndex
CREATE UNIQUE INDEX "SharedCode_shopId_codeKey_key" ON "SharedCode"("shopId", "codeKey");

-- CreateIndex
CREATE INDEX "Referral_shopId_state_dueAt_idx" ON "Referral"("shopId", "state", "dueAt");

-- CreateIndex
CREATE INDEX "Referral_shopId_customerId_state_idx" ON "Referral"("shopId", "customerId", "state");

-- CreateIndex
CREATE INDEX "Referral_shopId_createdAt_idx" ON "Referral"("shopId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Referral_shopId_orderId_key" ON "Referral"("shopId", "orderId");

-- CreateIndex
CREATE INDEX "ReferralMark_shopId_kind_markHash_idx" ON "ReferralMark"("shopId", "kind", "markHash");

-- CreateIndex
CREATE INDEX "FlowActionRun_shopId_askedAt_idx" ON "FlowActionRun"("shopId", "askedAt");


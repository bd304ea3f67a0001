-- CreateTable
CREATE TABLE "SharedCode" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SharedCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Referral" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "sharedCodeId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "signalsJson" TEXT NOT NULL DEFAULT '[]',
    "contacts" TEXT NOT NULL DEFAULT 'asked',
    "rewardJson" TEXT NOT NULL,
    "qualifiedAt" TIMESTAMP(3),
    "dueAt" TIMESTAMP(3),
    "reviewedAt" TIMESTAMP(3),
    "reviewedBy" TEXT,
    "reviewNote" TEXT,
    "approvedAt" TIMESTAMP(3),
    "rewardedAt" TIMESTAMP(3),
    "rewardedMonth" TEXT,
    "rewardCodeId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Referral_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReferralMark" (
    "shopId" TEXT NOT NULL,
    "referralId" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "markHash" TEXT NOT NULL,

    CONSTRAINT "ReferralMark_pkey" PRIMARY KEY ("referralId","side","kind","markHash")
);

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


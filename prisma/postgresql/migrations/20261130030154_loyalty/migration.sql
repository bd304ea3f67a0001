-- CreateTable
CREATE TABLE "CustomerMetafieldState" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "writtenJson" TEXT NOT NULL,
    "wantedAt" TIMESTAMP(3),
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CustomerMetafieldState_pkey" PRIMARY KEY ("shopId","customerId")
);

-- CreateIndex
CREATE INDEX "CustomerMetafieldState_shopId_wantedAt_idx" ON "CustomerMetafieldState"("shopId", "wantedAt");

-- CreateIndex
CREATE INDEX "CustomerMetafieldState_wantedAt_idx" ON "CustomerMetafieldState"("wantedAt");


-- CreateTable
CREATE TABLE "CustomerMetafieldState" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "writtenJson" TEXT NOT NULL,
    "wantedAt" DATETIME,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "customerId")
);

-- CreateIndex
CREATE INDEX "CustomerMetafieldState_shopId_wantedAt_idx" ON "CustomerMetafieldState"("shopId", "wantedAt");

-- CreateIndex
CREATE INDEX "CustomerMetafieldState_wantedAt_idx" ON "CustomerMetafieldState"("wantedAt");


-- CreateTable
CREATE TABLE "PointsMember" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "available" INTEGER NOT NULL,
    "pending" INTEGER NOT NULL,
    "debt" INTEGER NOT NULL,
    "earned" INTEGER NOT NULL,
    "redeemed" INTEGER NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PointsMember_pkey" PRIMARY KEY ("shopId","customerId")
);

-- CreateIndex
CREATE INDEX "PointsMember_shopId_available_customerId_idx" ON "PointsMember"("shopId", "available" DESC, "customerId");

-- CreateIndex
CREATE INDEX "PointsMember_shopId_pending_customerId_idx" ON "PointsMember"("shopId", "pending" DESC, "customerId");

-- CreateIndex
CREATE INDEX "PointsMember_shopId_debt_customerId_idx" ON "PointsMember"("shopId", "debt", "customerId");

-- CreateIndex
CREATE INDEX "PointsMember_shopId_since_customerId_idx" ON "PointsMember"("shopId", "since" DESC, "customerId");


-- What members have so far
INSERT INTO "PointsMember" ("shopId", "customerId", "available", "pending", "debt", "earned", "redeemed", "since")
SELECT "shopId", "customerId", SUM("available"), SUM("pending"), SUM("debt"), 0 - SUM("issued" + "clawedBack"),
  SUM("redeemed"), MIN("earnedAt")
FROM "PointsLot" WHERE "customerId" IS NOT NULL
GROUP BY "shopId", "customerId";

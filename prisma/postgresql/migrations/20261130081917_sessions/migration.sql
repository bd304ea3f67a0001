-- CreateTable
CREATE TABLE "VisitPage" (
    "shopId" TEXT NOT NULL,
    "browserKey" TEXT NOT NULL,
    "pageKey" TEXT NOT NULL,
    "openedAt" TIMESTAMP(3) NOT NULL,
    "lastMs" INTEGER NOT NULL,
    "cartedMs" INTEGER,
    "cartToken" TEXT,
    "isCartShown" BOOLEAN NOT NULL,
    "checkoutId" TEXT,
    "samplePercent" INTEGER NOT NULL,

    CONSTRAINT "VisitPage_pkey" PRIMARY KEY ("shopId","browserKey","pageKey")
);

-- CreateTable
CREATE TABLE "VisitSample" (
    "shopId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "samplePercent" INTEGER NOT NULL,
    "sessionCount" INTEGER NOT NULL,
    "visitorCount" INTEGER NOT NULL,
    "buyerCount" INTEGER NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "bounceCount" INTEGER NOT NULL,
    "stayedMs" BIGINT NOT NULL,
    "staysJson" TEXT NOT NULL,
    "cartCount" INTEGER NOT NULL,
    "orderedCartCount" INTEGER NOT NULL,

    CONSTRAINT "VisitSample_pkey" PRIMARY KEY ("shopId","day","samplePercent")
);

-- CreateTable
CREATE TABLE "VisitDay" (
    "shopId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "seenOrderCount" INTEGER NOT NULL,
    "checkoutCount" INTEGER NOT NULL,
    "completedCheckoutCount" INTEGER NOT NULL,
    "countedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VisitDay_pkey" PRIMARY KEY ("shopId","day")
);

-- CreateIndex
CREATE INDEX "VisitPage_shopId_openedAt_idx" ON "VisitPage"("shopId", "openedAt");

-- CreateIndex
CREATE INDEX "VisitPage_shopId_checkoutId_idx" ON "VisitPage"("shopId", "checkoutId");


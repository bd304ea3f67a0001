-- CreateTable
CREATE TABLE "Task" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "title" TEXT NOT NULL,
    "detail" TEXT,
    "dueOn" TEXT,
    "owner" TEXT,
    "ownerHash" TEXT,
    "state" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "originKey" TEXT NOT NULL,
    "createdBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "settledBy" TEXT,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "Task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomerNote" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "originKey" TEXT NOT NULL,
    "authorId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CustomerNote_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Task_shopId_state_dueOn_idx" ON "Task"("shopId", "state", "dueOn");

-- CreateIndex
CREATE INDEX "Task_shopId_customerId_state_idx" ON "Task"("shopId", "customerId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Task_shopId_originKey_key" ON "Task"("shopId", "originKey");

-- CreateIndex
CREATE INDEX "CustomerNote_shopId_customerId_createdAt_idx" ON "CustomerNote"("shopId", "customerId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "CustomerNote_shopId_originKey_key" ON "CustomerNote"("shopId", "originKey");


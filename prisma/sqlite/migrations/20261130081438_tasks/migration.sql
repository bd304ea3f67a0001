-- CreateTable
CREATE TABLE "Task" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "createdAt" DATETIME NOT NULL,
    "settledBy" TEXT,
    "settledAt" DATETIME
);

-- CreateTable
CREATE TABLE "CustomerNote" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "originKey" TEXT NOT NULL,
    "authorId" TEXT,
    "createdAt" DATETIME NOT NULL
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


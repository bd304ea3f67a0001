-- CreateTable
CREATE TABLE "CustomerField" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "choicesJson" TEXT NOT NULL DEFAULT '[]',
    "position" INTEGER NOT NULL,
    "archivedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "CustomerFieldValue" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "fieldId" TEXT NOT NULL,
    "textValue" TEXT,
    "textHash" TEXT,
    "numberValue" REAL,
    "dayValue" TEXT,
    "yesNo" BOOLEAN,
    "choiceId" TEXT,
    "setAt" DATETIME NOT NULL,
    "staffId" TEXT,
    "flowId" TEXT,

    PRIMARY KEY ("shopId", "customerId", "fieldId")
);

-- CreateTable
CREATE TABLE "CustomerFieldChange" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "fieldId" TEXT NOT NULL,
    "fromText" TEXT,
    "toText" TEXT,
    "causeKey" TEXT NOT NULL,
    "staffId" TEXT,
    "flowId" TEXT,
    "changedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "CustomerField_shopId_key_key" ON "CustomerField"("shopId", "key");

-- CreateIndex
CREATE INDEX "CustomerFieldValue_shopId_fieldId_customerId_idx" ON "CustomerFieldValue"("shopId", "fieldId", "customerId");

-- CreateIndex
CREATE INDEX "CustomerFieldChange_shopId_customerId_idx" ON "CustomerFieldChange"("shopId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "CustomerFieldChange_shopId_causeKey_key" ON "CustomerFieldChange"("shopId", "causeKey");


-- AlterTable
ALTER TABLE "Customer" ADD COLUMN "smsConsentLevel" TEXT;
ALTER TABLE "Customer" ADD COLUMN "smsConsentSource" TEXT;

-- CreateTable
CREATE TABLE "ConsentChange" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "fromState" TEXT,
    "toState" TEXT NOT NULL,
    "optInLevel" TEXT,
    "source" TEXT NOT NULL,
    "collectedFrom" TEXT,
    "occurredAt" DATETIME NOT NULL,
    "recordedAt" DATETIME NOT NULL,
    "changeKey" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "HistoryImport" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "kind" TEXT,
    "fileName" TEXT NOT NULL,
    "fileBytes" BIGINT NOT NULL,
    "partBytes" INTEGER NOT NULL,
    "receivedBytes" BIGINT NOT NULL DEFAULT 0,
    "headerJson" TEXT,
    "loadedBytes" BIGINT NOT NULL DEFAULT 0,
    "loadedLines" INTEGER NOT NULL DEFAULT 0,
    "rowCount" INTEGER NOT NULL DEFAULT 0,
    "takenCount" INTEGER NOT NULL DEFAULT 0,
    "knownCount" INTEGER NOT NULL DEFAULT 0,
    "skippedCount" INTEGER NOT NULL DEFAULT 0,
    "anonymousCount" INTEGER NOT NULL DEFAULT 0,
    "firstPlacedAt" DATETIME,
    "firstNumber" INTEGER,
    "lastPlacedAt" DATETIME,
    "lastNumber" INTEGER,
    "errorJson" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ImportChunk" (
    "shopId" TEXT NOT NULL,
    "importId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "body" TEXT NOT NULL,

    PRIMARY KEY ("importId", "position")
);

-- CreateTable
CREATE TABLE "ImportProblem" (
    "shopId" TEXT NOT NULL,
    "importId" TEXT NOT NULL,
    "line" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "column" TEXT,
    "value" TEXT,
    "reason" TEXT NOT NULL,
    "paramsJson" TEXT NOT NULL DEFAULT '{}',

    PRIMARY KEY ("importId", "position")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Order" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "customerId" TEXT,
    "email" TEXT,
    "isTest" BOOLEAN NOT NULL DEFAULT false,
    "sourceName" TEXT,
    "cartToken" TEXT,
    "checkoutToken" TEXT,
    "financialStatus" TEXT,
    "fulfillmentStatus" TEXT,
    "currencyCode" TEXT NOT NULL,
    "presentmentCurrency" TEXT,
    "totalMinor" BIGINT NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "discountMinor" BIGINT NOT NULL,
    "shippingMinor" BIGINT NOT NULL,
    "taxMinor" BIGINT NOT NULL,
    "receivedMinor" BIGINT NOT NULL DEFAULT 0,
    "refundedMinor" BIGINT NOT NULL DEFAULT 0,
    "unlistedRefundMinor" BIGINT NOT NULL DEFAULT 0,
    "netMinor" BIGINT NOT NULL,
    "netTaxMinor" BIGINT NOT NULL DEFAULT 0,
    "netShippingMinor" BIGINT NOT NULL DEFAULT 0,
    "isValid" BOOLEAN NOT NULL,
    "tagsJson" TEXT NOT NULL DEFAULT '[]',
    "placedAt" DATETIME NOT NULL,
    "placedOn" TEXT NOT NULL,
    "placedMonth" TEXT NOT NULL,
    "cancelledAt" DATETIME,
    "cancelReason" TEXT,
    "deletedAt" DATETIME,
    "versionAt" DATETIME NOT NULL
);
INSERT INTO "new_Order" ("cancelReason", "cancelledAt", "cartToken", "checkoutToken", "currencyCode", "customerId", "deletedAt", "discountMinor", "email", "financialStatus", "fulfillmentStatus", "gid", "id", "isTest", "isValid", "name", "netMinor", "netShippingMinor", "netTaxMinor", "placedAt", "placedMonth", "placedOn", "presentmentCurrency", "receivedMinor", "refundedMinor", "shippingMinor", "shopId", "sourceName", "subtotalMinor", "tagsJson", "taxMinor", "totalMinor", "versionAt") SELECT "cancelReason", "cancelledAt", "cartToken", "checkoutToken", "currencyCode", "customerId", "deletedAt", "discountMinor", "email", "financialStatus", "fulfillmentStatus", "gid", "id", "isTest", "isValid", "name", "netMinor", "netShippingMinor", "netTaxMinor", "placedAt", "placedMonth", "placedOn", "presentmentCurrency", "receivedMinor", "refundedMinor", "shippingMinor", "shopId", "sourceName", "subtotalMinor", "tagsJson", "taxMinor", "totalMinor", "versionAt" FROM "Order";
DROP TABLE "Order";
ALTER TABLE "new_Order" RENAME TO "Order";
CREATE INDEX "Order_shopId_customerId_placedAt_idx" ON "Order"("shopId", "customerId", "placedAt");
CREATE INDEX "Order_shopId_placedOn_isValid_customerId_netMinor_idx" ON "Order"("shopId", "placedOn", "isValid", "customerId", "netMinor");
CREATE INDEX "Order_shopId_checkoutToken_idx" ON "Order"("shopId", "checkoutToken");
CREATE INDEX "Order_shopId_cartToken_idx" ON "Order"("shopId", "cartToken");
CREATE INDEX "Order_shopId_email_idx" ON "Order"("shopId", "email");
CREATE UNIQUE INDEX "Order_shopId_gid_key" ON "Order"("shopId", "gid");
CREATE TABLE "new_Suppression" (
    "shopId" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "addressHash", "topic", "reason")
);
INSERT INTO "new_Suppression" ("addressHash", "createdAt", "reason", "shopId", "topic") SELECT "addressHash", "createdAt", "reason", "shopId", "topic" FROM "Suppression";
DROP TABLE "Suppression";
ALTER TABLE "new_Suppression" RENAME TO "Suppression";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "ConsentChange_shopId_customerId_occurredAt_idx" ON "ConsentChange"("shopId", "customerId", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "ConsentChange_shopId_changeKey_key" ON "ConsentChange"("shopId", "changeKey");

-- CreateIndex
CREATE INDEX "HistoryImport_shopId_createdAt_idx" ON "HistoryImport"("shopId", "createdAt");

-- CreateIndex
CREATE INDEX "HistoryImport_state_updatedAt_idx" ON "HistoryImport"("state", "updatedAt");

-- CreateIndex
CREATE INDEX "ImportChunk_shopId_idx" ON "ImportChunk"("shopId");

-- CreateIndex
CREATE INDEX "ImportProblem_shopId_idx" ON "ImportProblem"("shopId");


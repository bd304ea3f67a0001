-- DropIndex
DROP INDEX "InboxDelivery_shopId_state_receivedAt_idx";

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "refreshTokenHash" TEXT;

-- CreateTable
CREATE TABLE "WorkerHeartbeat" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "beatAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "OrderTransaction" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "gateway" TEXT,
    "amountMinor" BIGINT NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "shopAmountMinor" BIGINT,
    "parentId" TEXT,
    "processedAt" DATETIME NOT NULL,
    "versionAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Return" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "orderId" TEXT,
    "name" TEXT,
    "status" TEXT,
    "declineReason" TEXT,
    "firstSeenAt" DATETIME NOT NULL,
    "versionAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ReturnLine" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "returnId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "orderLineId" TEXT,
    "quantity" INTEGER NOT NULL,
    "listedQuantity" INTEGER NOT NULL,
    "reason" TEXT,
    "versionAt" DATETIME,
    "removalsJson" TEXT NOT NULL DEFAULT '{}',
    CONSTRAINT "ReturnLine_returnId_fkey" FOREIGN KEY ("returnId") REFERENCES "Return" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Cart" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "itemCount" INTEGER NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "activeAt" DATETIME NOT NULL,
    "versionAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "CartLine" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "cartId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "productId" TEXT,
    "variantId" TEXT,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "quantity" INTEGER NOT NULL,
    "unitPriceMinor" BIGINT NOT NULL,
    CONSTRAINT "CartLine_cartId_fkey" FOREIGN KEY ("cartId") REFERENCES "Cart" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Discount" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT,
    "createdAt" DATETIME,
    "versionAt" DATETIME,
    "deletedAt" DATETIME
);

-- CreateTable
CREATE TABLE "DiscountRedeemCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "discountId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "addedAt" DATETIME,
    "removedAt" DATETIME,
    CONSTRAINT "DiscountRedeemCode_discountId_fkey" FOREIGN KEY ("discountId") REFERENCES "Discount" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CohortMonth" (
    "shopId" TEXT NOT NULL,
    "cohort" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "customerCount" INTEGER NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "cohort", "month")
);

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

-- CreateTable
CREATE TABLE "RefetchRequest" (
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "requestedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "resource", "gid")
);

-- CreateTable
CREATE TABLE "CustomerMerge" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "fromCustomerId" TEXT NOT NULL,
    "toCustomerId" TEXT NOT NULL,
    "fromDeletedAt" DATETIME,
    "toRegisteredAt" DATETIME,
    "mergedAt" DATETIME NOT NULL,
    "recordedAt" DATETIME NOT NULL,
    "undoneAt" DATETIME
);

-- CreateTable
CREATE TABLE "CustomerMergeMove" (
    "shopId" TEXT NOT NULL,
    "mergeId" TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "rowKey" TEXT NOT NULL,
    "fate" TEXT NOT NULL,
    "removedJson" TEXT,

    PRIMARY KEY ("shopId", "mergeId", "table", "rowKey"),
    CONSTRAINT "CustomerMergeMove_mergeId_fkey" FOREIGN KEY ("mergeId") REFERENCES "CustomerMerge" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReconcileRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "openKey" TEXT,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "resource" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "cursor" TEXT,
    "fromAt" DATETIME,
    "sweepLeft" INTEGER,
    "isFull" BOOLEAN NOT NULL DEFAULT false,
    "error" TEXT,
    "startedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "ReconcileResult" (
    "runId" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sinceAt" DATETIME,
    "checkedCount" INTEGER NOT NULL DEFAULT 0,
    "sweptCount" INTEGER NOT NULL DEFAULT 0,
    "driftCount" INTEGER NOT NULL DEFAULT 0,
    "healedCount" INTEGER NOT NULL DEFAULT 0,
    "localCount" INTEGER,
    "remoteCount" INTEGER,
    "error" TEXT,
    "finishedAt" DATETIME,

    PRIMARY KEY ("runId", "resource")
);

-- CreateTable
CREATE TABLE "ReconcileDrift" (
    "runId" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "recordId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fieldsJson" TEXT NOT NULL,
    "foundAt" DATETIME NOT NULL,
    "healedAt" DATETIME,

    PRIMARY KEY ("runId", "recordId")
);

-- CreateTable
CREATE TABLE "ReconcilePosition" (
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "watermarkAt" DATETIME,
    "sweepAfter" TEXT,
    "sweptAt" DATETIME,
    "rereadAt" DATETIME,

    PRIMARY KEY ("shopId", "resource")
);

-- CreateTable
CREATE TABLE "ReconcilePlan" (
    "shopId" TEXT NOT NULL PRIMARY KEY,
    "nextAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "PrivacyRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "requestKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "subjectJson" TEXT,
    "requestedAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "preparedAt" DATETIME,
    "deliveredAt" DATETIME,
    "countsJson" TEXT NOT NULL DEFAULT '{}'
);

-- CreateTable
CREATE TABLE "PrivacyExport" (
    "requestId" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "preparedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ErasedKey" (
    "shopId" TEXT NOT NULL,
    "keyHash" TEXT NOT NULL,
    "erasedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "keyHash")
);

-- CreateTable
CREATE TABLE "AccessLogEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "staffId" TEXT,
    "page" TEXT NOT NULL,
    "customerId" TEXT,
    "accessedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "points" INTEGER NOT NULL,
    "expire" DATETIME
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Customer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "firstName" TEXT,
    "lastName" TEXT,
    "emailHash" TEXT,
    "phoneHash" TEXT,
    "searchText" TEXT NOT NULL DEFAULT '',
    "sortKey" TEXT NOT NULL DEFAULT '',
    "locale" TEXT,
    "countryCode" TEXT,
    "city" TEXT,
    "state" TEXT,
    "note" TEXT,
    "emailConsentState" TEXT,
    "emailConsentLevel" TEXT,
    "emailConsentAt" DATETIME,
    "smsConsentState" TEXT,
    "smsConsentLevel" TEXT,
    "smsConsentSource" TEXT,
    "smsConsentAt" DATETIME,
    "dataSaleOptOut" BOOLEAN NOT NULL DEFAULT false,
    "registeredAt" DATETIME,
    "shopifyOrderCount" INTEGER,
    "shopifySpentMinor" BIGINT,
    "shopifySpentCurrency" TEXT,
    "versionAt" DATETIME,
    "consentVersionAt" DATETIME,
    "smsConsentVersionAt" DATETIME,
    "tagsVersionAt" DATETIME,
    "summaryVersionAt" DATETIME,
    "deletedAt" DATETIME,
    "mergedIntoId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);
INSERT INTO "new_Customer" ("city", "consentVersionAt", "countryCode", "createdAt", "dataSaleOptOut", "deletedAt", "email", "emailConsentAt", "emailConsentLevel", "emailConsentState", "firstName", "gid", "id", "lastName", "locale", "note", "phone", "registeredAt", "searchText", "shopId", "shopifyOrderCount", "smsConsentAt", "smsConsentState", "smsConsentVersionAt", "state", "summaryVersionAt", "tagsVersionAt", "updatedAt", "versionAt") SELECT "city", "consentVersionAt", "countryCode", "createdAt", "dataSaleOptOut", "deletedAt", "email", "emailConsentAt", "emailConsentLevel", "emailConsentState", "firstName", "gid", "id", "lastName", "locale", "note", "phone", "registeredAt", "searchText", "shopId", "shopifyOrderCount", "smsConsentAt", "smsConsentState", "smsConsentVersionAt", "state", "summaryVersionAt", "tagsVersionAt", "updatedAt", "versionAt" FROM "Customer";
DROP TABLE "Customer";
ALTER TABLE "new_Customer" RENAME TO "Customer";
CREATE INDEX "Customer_shopId_mergedIntoId_idx" ON "Customer"("shopId", "mergedIntoId");
CREATE INDEX "Customer_shopId_registeredAt_idx" ON "Customer"("shopId", "registeredAt");
CREATE INDEX "Customer_shopId_emailHash_idx" ON "Customer"("shopId", "emailHash");
CREATE INDEX "Customer_shopId_phoneHash_idx" ON "Customer"("shopId", "phoneHash");
CREATE UNIQUE INDEX "Customer_shopId_gid_key" ON "Customer"("shopId", "gid");
CREATE TABLE "new_Order" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "customerId" TEXT,
    "isLinkedByAddress" BOOLEAN NOT NULL DEFAULT false,
    "email" TEXT,
    "emailHash" TEXT,
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
    "versionAt" DATETIME NOT NULL,
    "statedPaymentJson" TEXT
);
INSERT INTO "new_Order" ("cancelReason", "cancelledAt", "cartToken", "checkoutToken", "currencyCode", "customerId", "deletedAt", "discountMinor", "email", "financialStatus", "fulfillmentStatus", "gid", "id", "isTest", "isValid", "name", "netMinor", "netShippingMinor", "netTaxMinor", "placedAt", "placedMonth", "placedOn", "presentmentCurrency", "receivedMinor", "refundedMinor", "shippingMinor", "shopId", "sourceName", "subtotalMinor", "tagsJson", "taxMinor", "totalMinor", "versionAt") SELECT "cancelReason", "cancelledAt", "cartToken", "checkoutToken", "currencyCode", "customerId", "deletedAt", "discountMinor", "email", "financialStatus", "fulfillmentStatus", "gid", "id", "isTest", "isValid", "name", "netMinor", "netShippingMinor", "netTaxMinor", "placedAt", "placedMonth", "placedOn", "presentmentCurrency", "receivedMinor", "refundedMinor", "shippingMinor", "shopId", "sourceName", "subtotalMinor", "tagsJson", "taxMinor", "totalMinor", "versionAt" FROM "Order";
DROP TABLE "Order";
ALTER TABLE "new_Order" RENAME TO "Order";
CREATE INDEX "Order_shopId_customerId_placedAt_idx" ON "Order"("shopId", "customerId", "placedAt");
CREATE INDEX "Order_shopId_placedOn_isValid_customerId_netMinor_idx" ON "Order"("shopId", "placedOn", "isValid", "customerId", "netMinor");
CREATE INDEX "Order_shopId_checkoutToken_idx" ON "Order"("shopId", "checkoutToken");
CREATE INDEX "Order_shopId_cartToken_idx" ON "Order"("shopId", "cartToken");
CREATE INDEX "Order_shopId_emailHash_idx" ON "Order"("shopId", "emailHash");
CREATE UNIQUE INDEX "Order_shopId_gid_key" ON "Order"("shopId", "gid");
CREATE TABLE "new_Checkout" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "token" TEXT,
    "gid" TEXT,
    "cartToken" TEXT,
    "customerId" TEXT,
    "isLinkedByAddress" BOOLEAN NOT NULL DEFAULT false,
    "email" TEXT,
    "phone" TEXT,
    "emailHash" TEXT,
    "phoneHash" TEXT,
    "locale" TEXT,
    "acceptsMarketing" BOOLEAN NOT NULL DEFAULT false,
    "sourceName" TEXT,
    "recoverUrl" TEXT,
    "currencyCode" TEXT NOT NULL,
    "presentmentCurrency" TEXT,
    "subtotalMinor" BIGINT NOT NULL,
    "totalMinor" BIGINT NOT NULL,
    "discountCodesJson" TEXT NOT NULL DEFAULT '[]',
    "startedAt" DATETIME NOT NULL,
    "activeAt" DATETIME NOT NULL,
    "completedAt" DATETIME,
    "deletedAt" DATETIME,
    "versionAt" DATETIME NOT NULL
);
INSERT INTO "new_Checkout" ("acceptsMarketing", "activeAt", "cartToken", "completedAt", "currencyCode", "customerId", "deletedAt", "discountCodesJson", "email", "gid", "id", "locale", "phone", "presentmentCurrency", "recoverUrl", "shopId", "sourceName", "startedAt", "subtotalMinor", "token", "totalMinor", "versionAt") SELECT "acceptsMarketing", "activeAt", "cartToken", "completedAt", "currencyCode", "customerId", "deletedAt", "discountCodesJson", "email", "gid", "id", "locale", "phone", "presentmentCurrency", "recoverUrl", "shopId", "sourceName", "startedAt", "subtotalMinor", "token", "totalMinor", "versionAt" FROM "Checkout";
DROP TABLE "Checkout";
ALTER TABLE "new_Checkout" RENAME TO "Checkout";
CREATE INDEX "Checkout_shopId_activeAt_idx" ON "Checkout"("shopId", "activeAt");
CREATE INDEX "Checkout_shopId_gid_idx" ON "Checkout"("shopId", "gid");
CREATE INDEX "Checkout_shopId_recoverUrl_idx" ON "Checkout"("shopId", "recoverUrl");
CREATE INDEX "Checkout_shopId_cartToken_idx" ON "Checkout"("shopId", "cartToken");
CREATE INDEX "Checkout_shopId_emailHash_idx" ON "Checkout"("shopId", "emailHash");
CREATE INDEX "Checkout_shopId_customerId_idx" ON "Checkout"("shopId", "customerId");
CREATE UNIQUE INDEX "Checkout_shopId_token_key" ON "Checkout"("shopId", "token");
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
CREATE INDEX "WorkerHeartbeat_beatAt_idx" ON "WorkerHeartbeat"("beatAt");

-- CreateIndex
CREATE INDEX "OrderTransaction_shopId_orderId_idx" ON "OrderTransaction"("shopId", "orderId");

-- CreateIndex
CREATE INDEX "Return_shopId_orderId_idx" ON "Return"("shopId", "orderId");

-- CreateIndex
CREATE INDEX "Return_shopId_status_idx" ON "Return"("shopId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Return_shopId_gid_key" ON "Return"("shopId", "gid");

-- CreateIndex
CREATE INDEX "ReturnLine_shopId_returnId_idx" ON "ReturnLine"("shopId", "returnId");

-- CreateIndex
CREATE INDEX "ReturnLine_shopId_orderLineId_idx" ON "ReturnLine"("shopId", "orderLineId");

-- CreateIndex
CREATE INDEX "Cart_shopId_activeAt_idx" ON "Cart"("shopId", "activeAt");

-- CreateIndex
CREATE UNIQUE INDEX "Cart_shopId_token_key" ON "Cart"("shopId", "token");

-- CreateIndex
CREATE INDEX "CartLine_shopId_cartId_idx" ON "CartLine"("shopId", "cartId");

-- CreateIndex
CREATE UNIQUE INDEX "Discount_shopId_gid_key" ON "Discount"("shopId", "gid");

-- CreateIndex
CREATE INDEX "DiscountRedeemCode_shopId_discountId_idx" ON "DiscountRedeemCode"("shopId", "discountId");

-- CreateIndex
CREATE INDEX "DiscountRedeemCode_shopId_codeKey_idx" ON "DiscountRedeemCode"("shopId", "codeKey");

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

-- CreateIndex
CREATE INDEX "RefetchRequest_requestedAt_idx" ON "RefetchRequest"("requestedAt");

-- CreateIndex
CREATE INDEX "CustomerMerge_shopId_toCustomerId_idx" ON "CustomerMerge"("shopId", "toCustomerId");

-- CreateIndex
CREATE UNIQUE INDEX "CustomerMerge_shopId_fromCustomerId_key" ON "CustomerMerge"("shopId", "fromCustomerId");

-- CreateIndex
CREATE UNIQUE INDEX "ReconcileRun_openKey_key" ON "ReconcileRun"("openKey");

-- CreateIndex
CREATE INDEX "ReconcileRun_shopId_startedAt_idx" ON "ReconcileRun"("shopId", "startedAt");

-- CreateIndex
CREATE INDEX "ReconcileRun_state_startedAt_idx" ON "ReconcileRun"("state", "startedAt");

-- CreateIndex
CREATE INDEX "ReconcileResult_shopId_resource_idx" ON "ReconcileResult"("shopId", "resource");

-- CreateIndex
CREATE INDEX "ReconcileDrift_shopId_foundAt_idx" ON "ReconcileDrift"("shopId", "foundAt");

-- CreateIndex
CREATE INDEX "ReconcileDrift_shopId_recordId_idx" ON "ReconcileDrift"("shopId", "recordId");

-- CreateIndex
CREATE INDEX "ReconcilePlan_nextAt_idx" ON "ReconcilePlan"("nextAt");

-- CreateIndex
CREATE INDEX "PrivacyRequest_shopId_requestedAt_idx" ON "PrivacyRequest"("shopId", "requestedAt");

-- CreateIndex
CREATE INDEX "PrivacyRequest_state_requestedAt_idx" ON "PrivacyRequest"("state", "requestedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PrivacyRequest_shopId_requestKey_key" ON "PrivacyRequest"("shopId", "requestKey");

-- CreateIndex
CREATE INDEX "PrivacyExport_shopId_preparedAt_idx" ON "PrivacyExport"("shopId", "preparedAt");

-- CreateIndex
CREATE INDEX "AccessLogEntry_shopId_accessedAt_idx" ON "AccessLogEntry"("shopId", "accessedAt");

-- CreateIndex
CREATE INDEX "AccessLogEntry_shopId_customerId_idx" ON "AccessLogEntry"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "RateLimit_expire_idx" ON "RateLimit"("expire");

-- CreateIndex
CREATE INDEX "InboxDelivery_shopId_state_triggeredAt_id_idx" ON "InboxDelivery"("shopId", "state", "triggeredAt", "id");

-- CreateIndex
CREATE INDEX "InboxDelivery_shopId_receivedAt_idx" ON "InboxDelivery"("shopId", "receivedAt");


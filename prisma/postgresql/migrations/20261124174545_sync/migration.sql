-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" TIMESTAMP(3),
    "accessToken" TEXT NOT NULL,
    "userId" BIGINT,
    "firstName" TEXT,
    "lastName" TEXT,
    "email" TEXT,
    "accountOwner" BOOLEAN,
    "locale" TEXT,
    "collaborator" BOOLEAN,
    "emailVerified" BOOLEAN,
    "refreshToken" TEXT,
    "refreshTokenExpires" TIMESTAMP(3),
    "refreshTokenHash" TEXT,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TokenRefreshLock" (
    "shop" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "leasedUntil" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "TokenRefreshLock_pkey" PRIMARY KEY ("shop")
);

-- CreateTable
CREATE TABLE "Shop" (
    "id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "gid" TEXT,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "currencyCode" TEXT NOT NULL,
    "ianaTimezone" TEXT NOT NULL,
    "countryCode" TEXT,
    "scopes" TEXT NOT NULL DEFAULT '',
    "scopesVersionAt" TIMESTAMP(3),
    "factsVersionAt" TIMESTAMP(3),
    "historySinceAt" TIMESTAMP(3),
    "installedAt" TIMESTAMP(3) NOT NULL,
    "uninstalledAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Shop_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ShopSetting" (
    "shopId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "valueJson" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ShopSetting_pkey" PRIMARY KEY ("shopId","key")
);

-- CreateTable
CREATE TABLE "InboxDelivery" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "eventId" TEXT,
    "topic" TEXT NOT NULL,
    "apiVersion" TEXT,
    "triggeredAt" TIMESTAMP(3) NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'stored',
    "problemJson" TEXT,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "InboxDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL,
    "shopId" TEXT,
    "name" TEXT NOT NULL,
    "payloadJson" TEXT NOT NULL,
    "dedupeKey" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "priority" INTEGER NOT NULL DEFAULT 100,
    "runAt" TIMESTAMP(3) NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "maxAttempts" INTEGER NOT NULL,
    "leaseToken" TEXT,
    "leasedUntil" TIMESTAMP(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WorkerHeartbeat" (
    "id" TEXT NOT NULL,
    "beatAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "WorkerHeartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JobSchedule" (
    "name" TEXT NOT NULL,
    "lastTickAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "JobSchedule_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "DomainEvent" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "customerId" TEXT,
    "subjectId" TEXT,
    "payloadJson" TEXT NOT NULL,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DomainEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxIntent" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "payloadJson" TEXT NOT NULL,
    "customerId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMP(3) NOT NULL,
    "resultJson" TEXT,
    "lastError" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "OutboxIntent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "feature" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "paramsJson" TEXT NOT NULL,
    "customerId" TEXT,
    "subjectKind" TEXT,
    "subjectId" TEXT,
    "dedupeKey" TEXT NOT NULL,
    "nextTryAt" TIMESTAMP(3),
    "decidedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Backfill" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "bulkGid" TEXT,
    "state" TEXT NOT NULL,
    "objectCount" INTEGER NOT NULL DEFAULT 0,
    "loadedCount" INTEGER NOT NULL DEFAULT 0,
    "loadedBytes" BIGINT NOT NULL DEFAULT 0,
    "fileBytes" BIGINT,
    "url" TEXT,
    "error" TEXT,
    "windowStartAt" TIMESTAMP(3),
    "requestedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "Backfill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Customer" (
    "id" TEXT NOT NULL,
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
    "emailConsentAt" TIMESTAMP(3),
    "smsConsentState" TEXT,
    "smsConsentLevel" TEXT,
    "smsConsentSource" TEXT,
    "smsConsentAt" TIMESTAMP(3),
    "dataSaleOptOut" BOOLEAN NOT NULL DEFAULT false,
    "registeredAt" TIMESTAMP(3),
    "shopifyOrderCount" INTEGER,
    "shopifySpentMinor" BIGINT,
    "shopifySpentCurrency" TEXT,
    "versionAt" TIMESTAMP(3),
    "consentVersionAt" TIMESTAMP(3),
    "smsConsentVersionAt" TIMESTAMP(3),
    "tagsVersionAt" TIMESTAMP(3),
    "summaryVersionAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),
    "mergedIntoId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomerTag" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "tagKey" TEXT NOT NULL,

    CONSTRAINT "CustomerTag_pkey" PRIMARY KEY ("shopId","customerId","tagKey")
);

-- CreateTable
CREATE TABLE "CustomerTagChange" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tagKey" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "isPresent" BOOLEAN NOT NULL,
    "changedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CustomerTagChange_pkey" PRIMARY KEY ("shopId","customerId","tagKey")
);

-- CreateTable
CREATE TABLE "Product" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT,
    "status" TEXT,
    "vendor" TEXT,
    "productType" TEXT,
    "imageUrl" TEXT,
    "isGiftCard" BOOLEAN NOT NULL DEFAULT false,
    "versionAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Variant" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "priceMinor" BIGINT NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "inventoryQuantity" INTEGER,
    "inventoryPolicy" TEXT,

    CONSTRAINT "Variant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" TEXT NOT NULL,
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
    "placedAt" TIMESTAMP(3) NOT NULL,
    "placedOn" TEXT NOT NULL,
    "placedMonth" TEXT NOT NULL,
    "cancelledAt" TIMESTAMP(3),
    "cancelReason" TEXT,
    "deletedAt" TIMESTAMP(3),
    "versionAt" TIMESTAMP(3) NOT NULL,
    "statedPaymentJson" TEXT,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderLine" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "productId" TEXT,
    "variantId" TEXT,
    "title" TEXT NOT NULL,
    "variantTitle" TEXT,
    "sku" TEXT,
    "quantity" INTEGER NOT NULL,
    "currentQuantity" INTEGER NOT NULL,
    "unitPriceMinor" BIGINT NOT NULL,
    "discountMinor" BIGINT NOT NULL,
    "isGiftCard" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "OrderLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderDiscount" (
    "shopId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "amountMinor" BIGINT,

    CONSTRAINT "OrderDiscount_pkey" PRIMARY KEY ("orderId","codeKey")
);

-- CreateTable
CREATE TABLE "Refund" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "refundedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Refund_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Checkout" (
    "id" TEXT NOT NULL,
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
    "startedAt" TIMESTAMP(3) NOT NULL,
    "activeAt" TIMESTAMP(3) NOT NULL,
    "completedAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),
    "versionAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Checkout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckoutLine" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "checkoutId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "productId" TEXT,
    "variantId" TEXT,
    "title" TEXT NOT NULL,
    "variantTitle" TEXT,
    "sku" TEXT,
    "quantity" INTEGER NOT NULL,
    "unitPriceMinor" BIGINT NOT NULL,
    "imageUrl" TEXT,

    CONSTRAINT "CheckoutLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderTransaction" (
    "id" TEXT NOT NULL,
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
    "processedAt" TIMESTAMP(3) NOT NULL,
    "versionAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OrderTransaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Return" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "orderId" TEXT,
    "name" TEXT,
    "status" TEXT,
    "declineReason" TEXT,
    "firstSeenAt" TIMESTAMP(3) NOT NULL,
    "versionAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Return_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReturnLine" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "returnId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "orderLineId" TEXT,
    "quantity" INTEGER NOT NULL,
    "listedQuantity" INTEGER NOT NULL,
    "reason" TEXT,
    "versionAt" TIMESTAMP(3),
    "removalsJson" TEXT NOT NULL DEFAULT '{}',

    CONSTRAINT "ReturnLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Cart" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "subtotalMinor" BIGINT NOT NULL,
    "itemCount" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "activeAt" TIMESTAMP(3) NOT NULL,
    "versionAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Cart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CartLine" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "cartId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "productId" TEXT,
    "variantId" TEXT,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "quantity" INTEGER NOT NULL,
    "unitPriceMinor" BIGINT NOT NULL,

    CONSTRAINT "CartLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Discount" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "status" TEXT,
    "createdAt" TIMESTAMP(3),
    "versionAt" TIMESTAMP(3),
    "deletedAt" TIMESTAMP(3),

    CONSTRAINT "Discount_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DiscountRedeemCode" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "discountId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "addedAt" TIMESTAMP(3),
    "removedAt" TIMESTAMP(3),

    CONSTRAINT "DiscountRedeemCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomerStats" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "firstOrderAt" TIMESTAMP(3) NOT NULL,
    "lastOrderAt" TIMESTAMP(3) NOT NULL,
    "firstOrderMonth" TEXT NOT NULL,

    CONSTRAINT "CustomerStats_pkey" PRIMARY KEY ("shopId","customerId")
);

-- CreateTable
CREATE TABLE "CustomerMonth" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,

    CONSTRAINT "CustomerMonth_pkey" PRIMARY KEY ("shopId","customerId","month")
);

-- CreateTable
CREATE TABLE "DayStats" (
    "shopId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,
    "buyerCount" INTEGER NOT NULL,

    CONSTRAINT "DayStats_pkey" PRIMARY KEY ("shopId","day")
);

-- CreateTable
CREATE TABLE "CohortMonth" (
    "shopId" TEXT NOT NULL,
    "cohort" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "customerCount" INTEGER NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,

    CONSTRAINT "CohortMonth_pkey" PRIMARY KEY ("shopId","cohort","month")
);

-- CreateTable
CREATE TABLE "IssuedCode" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "occasionKey" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "percentBp" INTEGER NOT NULL,
    "discountGid" TEXT,
    "state" TEXT NOT NULL,
    "startsAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "redeemedAt" TIMESTAMP(3),
    "redeemedOrderId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "IssuedCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Message" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "purpose" TEXT NOT NULL,
    "subjectId" TEXT,
    "topic" TEXT NOT NULL,
    "toAddress" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "htmlBody" TEXT NOT NULL,
    "textBody" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sentAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Suppression" (
    "shopId" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "source" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Suppression_pkey" PRIMARY KEY ("shopId","addressHash","topic","reason")
);

-- CreateTable
CREATE TABLE "ConsentChange" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "fromState" TEXT,
    "toState" TEXT NOT NULL,
    "optInLevel" TEXT,
    "source" TEXT NOT NULL,
    "collectedFrom" TEXT,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,
    "changeKey" TEXT NOT NULL,

    CONSTRAINT "ConsentChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VipMembership" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tierId" TEXT NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VipMembership_pkey" PRIMARY KEY ("shopId","customerId")
);

-- CreateTable
CREATE TABLE "VipTag" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "intendedTag" TEXT,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "VipTag_pkey" PRIMARY KEY ("shopId","customerId")
);

-- CreateTable
CREATE TABLE "Recovery" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "checkoutId" TEXT NOT NULL,
    "customerId" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "codeId" TEXT,
    "messageId" TEXT,
    "sentAt" TIMESTAMP(3),
    "clickedAt" TIMESTAMP(3),
    "recoveredAt" TIMESTAMP(3),
    "recoveredOrderId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Recovery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HistoryImport" (
    "id" TEXT NOT NULL,
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
    "firstPlacedAt" TIMESTAMP(3),
    "firstNumber" INTEGER,
    "lastPlacedAt" TIMESTAMP(3),
    "lastNumber" INTEGER,
    "errorJson" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "HistoryImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ImportChunk" (
    "shopId" TEXT NOT NULL,
    "importId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "ImportChunk_pkey" PRIMARY KEY ("importId","position")
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

    CONSTRAINT "ImportProblem_pkey" PRIMARY KEY ("importId","position")
);

-- CreateTable
CREATE TABLE "RefetchRequest" (
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "requestedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RefetchRequest_pkey" PRIMARY KEY ("shopId","resource","gid")
);

-- CreateTable
CREATE TABLE "CustomerMerge" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "fromCustomerId" TEXT NOT NULL,
    "toCustomerId" TEXT NOT NULL,
    "fromDeletedAt" TIMESTAMP(3),
    "toRegisteredAt" TIMESTAMP(3),
    "mergedAt" TIMESTAMP(3) NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,
    "undoneAt" TIMESTAMP(3),

    CONSTRAINT "CustomerMerge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CustomerMergeMove" (
    "shopId" TEXT NOT NULL,
    "mergeId" TEXT NOT NULL,
    "table" TEXT NOT NULL,
    "rowKey" TEXT NOT NULL,
    "fate" TEXT NOT NULL,
    "removedJson" TEXT,

    CONSTRAINT "CustomerMergeMove_pkey" PRIMARY KEY ("shopId","mergeId","table","rowKey")
);

-- CreateTable
CREATE TABLE "ReconcileRun" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "openKey" TEXT,
    "cause" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "resource" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "cursor" TEXT,
    "fromAt" TIMESTAMP(3),
    "sweepLeft" INTEGER,
    "isFull" BOOLEAN NOT NULL DEFAULT false,
    "error" TEXT,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "ReconcileRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReconcileResult" (
    "runId" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "sinceAt" TIMESTAMP(3),
    "checkedCount" INTEGER NOT NULL DEFAULT 0,
    "sweptCount" INTEGER NOT NULL DEFAULT 0,
    "driftCount" INTEGER NOT NULL DEFAULT 0,
    "healedCount" INTEGER NOT NULL DEFAULT 0,
    "localCount" INTEGER,
    "remoteCount" INTEGER,
    "error" TEXT,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "ReconcileResult_pkey" PRIMARY KEY ("runId","resource")
);

-- CreateTable
CREATE TABLE "ReconcileDrift" (
    "runId" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "recordId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fieldsJson" TEXT NOT NULL,
    "foundAt" TIMESTAMP(3) NOT NULL,
    "healedAt" TIMESTAMP(3),

    CONSTRAINT "ReconcileDrift_pkey" PRIMARY KEY ("runId","recordId")
);

-- CreateTable
CREATE TABLE "ReconcilePosition" (
    "shopId" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "watermarkAt" TIMESTAMP(3),
    "sweepAfter" TEXT,
    "sweptAt" TIMESTAMP(3),
    "rereadAt" TIMESTAMP(3),

    CONSTRAINT "ReconcilePosition_pkey" PRIMARY KEY ("shopId","resource")
);

-- CreateTable
CREATE TABLE "ReconcilePlan" (
    "shopId" TEXT NOT NULL,
    "nextAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ReconcilePlan_pkey" PRIMARY KEY ("shopId")
);

-- CreateTable
CREATE TABLE "PrivacyRequest" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "requestKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "subjectJson" TEXT,
    "requestedAt" TIMESTAMP(3) NOT NULL,
    "dueAt" TIMESTAMP(3) NOT NULL,
    "preparedAt" TIMESTAMP(3),
    "deliveredAt" TIMESTAMP(3),
    "countsJson" TEXT NOT NULL DEFAULT '{}',

    CONSTRAINT "PrivacyRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PrivacyExport" (
    "requestId" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "preparedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "PrivacyExport_pkey" PRIMARY KEY ("requestId")
);

-- CreateTable
CREATE TABLE "ErasedKey" (
    "shopId" TEXT NOT NULL,
    "keyHash" TEXT NOT NULL,
    "erasedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ErasedKey_pkey" PRIMARY KEY ("shopId","keyHash")
);

-- CreateTable
CREATE TABLE "AccessLogEntry" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "staffId" TEXT,
    "page" TEXT NOT NULL,
    "customerId" TEXT,
    "accessedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "AccessLogEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMP(3),

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "Session_shop_idx" ON "Session"("shop");

-- CreateIndex
CREATE UNIQUE INDEX "Shop_domain_key" ON "Shop"("domain");

-- CreateIndex
CREATE INDEX "InboxDelivery_shopId_state_triggeredAt_id_idx" ON "InboxDelivery"("shopId", "state", "triggeredAt", "id");

-- CreateIndex
CREATE INDEX "InboxDelivery_shopId_receivedAt_idx" ON "InboxDelivery"("shopId", "receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "InboxDelivery_shopId_webhookId_key" ON "InboxDelivery"("shopId", "webhookId");

-- CreateIndex
CREATE INDEX "Job_state_priority_runAt_idx" ON "Job"("state", "priority", "runAt");

-- CreateIndex
CREATE INDEX "Job_state_leasedUntil_idx" ON "Job"("state", "leasedUntil");

-- CreateIndex
CREATE INDEX "Job_shopId_state_idx" ON "Job"("shopId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Job_name_dedupeKey_key" ON "Job"("name", "dedupeKey");

-- CreateIndex
CREATE INDEX "WorkerHeartbeat_beatAt_idx" ON "WorkerHeartbeat"("beatAt");

-- CreateIndex
CREATE INDEX "DomainEvent_shopId_customerId_occurredAt_idx" ON "DomainEvent"("shopId", "customerId", "occurredAt");

-- CreateIndex
CREATE INDEX "DomainEvent_shopId_type_occurredAt_idx" ON "DomainEvent"("shopId", "type", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "DomainEvent_shopId_sourceKey_key" ON "DomainEvent"("shopId", "sourceKey");

-- CreateIndex
CREATE INDEX "OutboxIntent_shopId_state_nextAttemptAt_idx" ON "OutboxIntent"("shopId", "state", "nextAttemptAt");

-- CreateIndex
CREATE INDEX "OutboxIntent_state_nextAttemptAt_idx" ON "OutboxIntent"("state", "nextAttemptAt");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxIntent_shopId_dedupeKey_key" ON "OutboxIntent"("shopId", "dedupeKey");

-- CreateIndex
CREATE INDEX "Decision_shopId_customerId_decidedAt_idx" ON "Decision"("shopId", "customerId", "decidedAt");

-- CreateIndex
CREATE INDEX "Decision_shopId_feature_decidedAt_idx" ON "Decision"("shopId", "feature", "decidedAt");

-- CreateIndex
CREATE INDEX "Decision_shopId_subjectKind_subjectId_idx" ON "Decision"("shopId", "subjectKind", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "Decision_shopId_dedupeKey_key" ON "Decision"("shopId", "dedupeKey");

-- CreateIndex
CREATE UNIQUE INDEX "Backfill_shopId_resource_key" ON "Backfill"("shopId", "resource");

-- CreateIndex
CREATE INDEX "Customer_shopId_mergedIntoId_idx" ON "Customer"("shopId", "mergedIntoId");

-- CreateIndex
CREATE INDEX "Customer_shopId_registeredAt_idx" ON "Customer"("shopId", "registeredAt");

-- CreateIndex
CREATE INDEX "Customer_shopId_emailHash_idx" ON "Customer"("shopId", "emailHash");

-- CreateIndex
CREATE INDEX "Customer_shopId_phoneHash_idx" ON "Customer"("shopId", "phoneHash");

-- CreateIndex
CREATE UNIQUE INDEX "Customer_shopId_gid_key" ON "Customer"("shopId", "gid");

-- CreateIndex
CREATE INDEX "CustomerTag_shopId_tagKey_idx" ON "CustomerTag"("shopId", "tagKey");

-- CreateIndex
CREATE UNIQUE INDEX "Product_shopId_gid_key" ON "Product"("shopId", "gid");

-- CreateIndex
CREATE INDEX "Variant_shopId_productId_idx" ON "Variant"("shopId", "productId");

-- CreateIndex
CREATE UNIQUE INDEX "Variant_shopId_gid_key" ON "Variant"("shopId", "gid");

-- CreateIndex
CREATE INDEX "Order_shopId_customerId_placedAt_idx" ON "Order"("shopId", "customerId", "placedAt");

-- CreateIndex
CREATE INDEX "Order_shopId_placedOn_isValid_customerId_netMinor_idx" ON "Order"("shopId", "placedOn", "isValid", "customerId", "netMinor");

-- CreateIndex
CREATE INDEX "Order_shopId_checkoutToken_idx" ON "Order"("shopId", "checkoutToken");

-- CreateIndex
CREATE INDEX "Order_shopId_cartToken_idx" ON "Order"("shopId", "cartToken");

-- CreateIndex
CREATE INDEX "Order_shopId_emailHash_idx" ON "Order"("shopId", "emailHash");

-- CreateIndex
CREATE UNIQUE INDEX "Order_shopId_gid_key" ON "Order"("shopId", "gid");

-- CreateIndex
CREATE INDEX "OrderLine_shopId_orderId_idx" ON "OrderLine"("shopId", "orderId");

-- CreateIndex
CREATE INDEX "OrderLine_shopId_productId_idx" ON "OrderLine"("shopId", "productId");

-- CreateIndex
CREATE INDEX "OrderDiscount_shopId_codeKey_idx" ON "OrderDiscount"("shopId", "codeKey");

-- CreateIndex
CREATE INDEX "Refund_shopId_orderId_idx" ON "Refund"("shopId", "orderId");

-- CreateIndex
CREATE INDEX "Checkout_shopId_activeAt_idx" ON "Checkout"("shopId", "activeAt");

-- CreateIndex
CREATE INDEX "Checkout_shopId_gid_idx" ON "Checkout"("shopId", "gid");

-- CreateIndex
CREATE INDEX "Checkout_shopId_recoverUrl_idx" ON "Checkout"("shopId", "recoverUrl");

-- CreateIndex
CREATE INDEX "Checkout_shopId_cartToken_idx" ON "Checkout"("shopId", "cartToken");

-- CreateIndex
CREATE INDEX "Checkout_shopId_emailHash_idx" ON "Checkout"("shopId", "emailHash");

-- CreateIndex
CREATE INDEX "Checkout_shopId_customerId_idx" ON "Checkout"("shopId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "Checkout_shopId_token_key" ON "Checkout"("shopId", "token");

-- CreateIndex
CREATE INDEX "CheckoutLine_shopId_checkoutId_idx" ON "CheckoutLine"("shopId", "checkoutId");

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
CREATE INDEX "CustomerStats_shopId_netMinor_idx" ON "CustomerStats"("shopId", "netMinor");

-- CreateIndex
CREATE INDEX "CustomerStats_shopId_lastOrderAt_idx" ON "CustomerStats"("shopId", "lastOrderAt");

-- CreateIndex
CREATE INDEX "CustomerStats_shopId_firstOrderMonth_idx" ON "CustomerStats"("shopId", "firstOrderMonth");

-- CreateIndex
CREATE INDEX "CustomerMonth_shopId_month_idx" ON "CustomerMonth"("shopId", "month");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_customerId_idx" ON "IssuedCode"("shopId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "IssuedCode_shopId_occasionKey_key" ON "IssuedCode"("shopId", "occasionKey");

-- CreateIndex
CREATE UNIQUE INDEX "IssuedCode_shopId_codeKey_key" ON "IssuedCode"("shopId", "codeKey");

-- CreateIndex
CREATE UNIQUE INDEX "Message_messageId_key" ON "Message"("messageId");

-- CreateIndex
CREATE INDEX "Message_shopId_customerId_createdAt_idx" ON "Message"("shopId", "customerId", "createdAt");

-- CreateIndex
CREATE INDEX "Message_shopId_purpose_subjectId_idx" ON "Message"("shopId", "purpose", "subjectId");

-- CreateIndex
CREATE INDEX "ConsentChange_shopId_customerId_occurredAt_idx" ON "ConsentChange"("shopId", "customerId", "occurredAt");

-- CreateIndex
CREATE UNIQUE INDEX "ConsentChange_shopId_changeKey_key" ON "ConsentChange"("shopId", "changeKey");

-- CreateIndex
CREATE INDEX "VipMembership_shopId_tierId_idx" ON "VipMembership"("shopId", "tierId");

-- CreateIndex
CREATE INDEX "Recovery_shopId_state_dueAt_idx" ON "Recovery"("shopId", "state", "dueAt");

-- CreateIndex
CREATE INDEX "Recovery_shopId_sentAt_idx" ON "Recovery"("shopId", "sentAt");

-- CreateIndex
CREATE UNIQUE INDEX "Recovery_shopId_checkoutId_key" ON "Recovery"("shopId", "checkoutId");

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

-- AddForeignKey
ALTER TABLE "ShopSetting" ADD CONSTRAINT "ShopSetting_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomerTag" ADD CONSTRAINT "CustomerTag_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomerTagChange" ADD CONSTRAINT "CustomerTagChange_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Variant" ADD CONSTRAINT "Variant_productId_fkey" FOREIGN KEY ("productId") REFERENCES "Product"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderDiscount" ADD CONSTRAINT "OrderDiscount_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Refund" ADD CONSTRAINT "Refund_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckoutLine" ADD CONSTRAINT "CheckoutLine_checkoutId_fkey" FOREIGN KEY ("checkoutId") REFERENCES "Checkout"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReturnLine" ADD CONSTRAINT "ReturnLine_returnId_fkey" FOREIGN KEY ("returnId") REFERENCES "Return"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CartLine" ADD CONSTRAINT "CartLine_cartId_fkey" FOREIGN KEY ("cartId") REFERENCES "Cart"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DiscountRedeemCode" ADD CONSTRAINT "DiscountRedeemCode_discountId_fkey" FOREIGN KEY ("discountId") REFERENCES "Discount"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CustomerMergeMove" ADD CONSTRAINT "CustomerMergeMove_mergeId_fkey" FOREIGN KEY ("mergeId") REFERENCES "CustomerMerge"("id") ON DELETE CASCADE ON UPDATE CASCADE;


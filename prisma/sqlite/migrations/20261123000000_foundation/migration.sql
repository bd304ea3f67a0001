-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shop" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "isOnline" BOOLEAN NOT NULL DEFAULT false,
    "scope" TEXT,
    "expires" DATETIME,
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
    "refreshTokenExpires" DATETIME
);

-- CreateTable
CREATE TABLE "TokenRefreshLock" (
    "shop" TEXT NOT NULL PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "leasedUntil" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Shop" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "domain" TEXT NOT NULL,
    "gid" TEXT,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "currencyCode" TEXT NOT NULL,
    "ianaTimezone" TEXT NOT NULL,
    "countryCode" TEXT,
    "scopes" TEXT NOT NULL DEFAULT '',
    "scopesVersionAt" DATETIME,
    "factsVersionAt" DATETIME,
    "historySinceAt" DATETIME,
    "installedAt" DATETIME NOT NULL,
    "uninstalledAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "ShopSetting" (
    "shopId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "valueJson" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "key"),
    CONSTRAINT "ShopSetting_shopId_fkey" FOREIGN KEY ("shopId") REFERENCES "Shop" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "InboxDelivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "webhookId" TEXT NOT NULL,
    "eventId" TEXT,
    "topic" TEXT NOT NULL,
    "apiVersion" TEXT,
    "triggeredAt" DATETIME NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "body" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'stored',
    "problemJson" TEXT,
    "settledAt" DATETIME
);

-- CreateTable
CREATE TABLE "Job" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT,
    "name" TEXT NOT NULL,
    "payloadJson" TEXT NOT NULL,
    "dedupeKey" TEXT,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "priority" INTEGER NOT NULL DEFAULT 100,
    "runAt" DATETIME NOT NULL,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "maxAttempts" INTEGER NOT NULL,
    "leaseToken" TEXT,
    "leasedUntil" DATETIME,
    "lastError" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "JobSchedule" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "lastTickAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "DomainEvent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "sourceKey" TEXT NOT NULL,
    "customerId" TEXT,
    "subjectId" TEXT,
    "payloadJson" TEXT NOT NULL,
    "occurredAt" DATETIME NOT NULL,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "OutboxIntent" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "payloadJson" TEXT NOT NULL,
    "customerId" TEXT,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" DATETIME NOT NULL,
    "resultJson" TEXT,
    "lastError" TEXT,
    "createdAt" DATETIME NOT NULL,
    "settledAt" DATETIME
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "feature" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "paramsJson" TEXT NOT NULL,
    "customerId" TEXT,
    "subjectKind" TEXT,
    "subjectId" TEXT,
    "dedupeKey" TEXT NOT NULL,
    "nextTryAt" DATETIME,
    "decidedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Backfill" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "windowStartAt" DATETIME,
    "requestedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Customer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "firstName" TEXT,
    "lastName" TEXT,
    "searchText" TEXT NOT NULL DEFAULT '',
    "locale" TEXT,
    "countryCode" TEXT,
    "city" TEXT,
    "state" TEXT,
    "note" TEXT,
    "emailConsentState" TEXT,
    "emailConsentLevel" TEXT,
    "emailConsentAt" DATETIME,
    "smsConsentState" TEXT,
    "smsConsentAt" DATETIME,
    "dataSaleOptOut" BOOLEAN NOT NULL DEFAULT false,
    "registeredAt" DATETIME,
    "shopifyOrderCount" INTEGER,
    "versionAt" DATETIME,
    "consentVersionAt" DATETIME,
    "smsConsentVersionAt" DATETIME,
    "tagsVersionAt" DATETIME,
    "summaryVersionAt" DATETIME,
    "deletedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "CustomerTag" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "tagKey" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "customerId", "tagKey"),
    CONSTRAINT "CustomerTag_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CustomerTagChange" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tagKey" TEXT NOT NULL,
    "tag" TEXT NOT NULL,
    "isPresent" BOOLEAN NOT NULL,
    "changedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "customerId", "tagKey"),
    CONSTRAINT "CustomerTagChange_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Product" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "handle" TEXT,
    "status" TEXT,
    "vendor" TEXT,
    "productType" TEXT,
    "imageUrl" TEXT,
    "isGiftCard" BOOLEAN NOT NULL DEFAULT false,
    "versionAt" DATETIME,
    "deletedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Variant" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "productId" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "sku" TEXT,
    "priceMinor" BIGINT NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "inventoryQuantity" INTEGER,
    "inventoryPolicy" TEXT,
    CONSTRAINT "Variant_productId_fkey" FOREIGN KEY ("productId") REFERENCES "Product" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Order" (
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

-- CreateTable
CREATE TABLE "OrderLine" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    CONSTRAINT "OrderLine_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OrderDiscount" (
    "shopId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "amountMinor" BIGINT,

    PRIMARY KEY ("orderId", "codeKey"),
    CONSTRAINT "OrderDiscount_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Refund" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "amountMinor" BIGINT NOT NULL,
    "refundedAt" DATETIME NOT NULL,
    CONSTRAINT "Refund_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Checkout" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "token" TEXT,
    "gid" TEXT,
    "cartToken" TEXT,
    "customerId" TEXT,
    "email" TEXT,
    "phone" TEXT,
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

-- CreateTable
CREATE TABLE "CheckoutLine" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    CONSTRAINT "CheckoutLine_checkoutId_fkey" FOREIGN KEY ("checkoutId") REFERENCES "Checkout" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CustomerStats" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,
    "currencyCode" TEXT NOT NULL,
    "firstOrderAt" DATETIME NOT NULL,
    "lastOrderAt" DATETIME NOT NULL,
    "firstOrderMonth" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "customerId")
);

-- CreateTable
CREATE TABLE "CustomerMonth" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "customerId", "month")
);

-- CreateTable
CREATE TABLE "DayStats" (
    "shopId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "orderCount" INTEGER NOT NULL,
    "netMinor" BIGINT NOT NULL,
    "buyerCount" INTEGER NOT NULL,

    PRIMARY KEY ("shopId", "day")
);

-- CreateTable
CREATE TABLE "IssuedCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "occasionKey" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "percentBp" INTEGER NOT NULL,
    "discountGid" TEXT,
    "state" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "redeemedAt" DATETIME,
    "redeemedOrderId" TEXT,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Message" (
    "id" TEXT NOT NULL PRIMARY KEY,
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
    "sentAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Suppression" (
    "shopId" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "addressHash", "topic")
);

-- CreateTable
CREATE TABLE "VipMembership" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "tierId" TEXT NOT NULL,
    "since" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "customerId")
);

-- CreateTable
CREATE TABLE "VipTag" (
    "shopId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "intendedTag" TEXT,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "customerId")
);

-- CreateTable
CREATE TABLE "Recovery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "checkoutId" TEXT NOT NULL,
    "customerId" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "dueAt" DATETIME NOT NULL,
    "codeId" TEXT,
    "messageId" TEXT,
    "sentAt" DATETIME,
    "clickedAt" DATETIME,
    "recoveredAt" DATETIME,
    "recoveredOrderId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "Session_shop_idx" ON "Session"("shop");

-- CreateIndex
CREATE UNIQUE INDEX "Shop_domain_key" ON "Shop"("domain");

-- CreateIndex
CREATE INDEX "InboxDelivery_shopId_state_receivedAt_idx" ON "InboxDelivery"("shopId", "state", "receivedAt");

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
CREATE INDEX "Customer_shopId_registeredAt_idx" ON "Customer"("shopId", "registeredAt");

-- CreateIndex
CREATE INDEX "Customer_shopId_email_idx" ON "Customer"("shopId", "email");

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
CREATE INDEX "Order_shopId_email_idx" ON "Order"("shopId", "email");

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
CREATE INDEX "Checkout_shopId_email_idx" ON "Checkout"("shopId", "email");

-- CreateIndex
CREATE INDEX "Checkout_shopId_customerId_idx" ON "Checkout"("shopId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "Checkout_shopId_token_key" ON "Checkout"("shopId", "token");

-- CreateIndex
CREATE INDEX "CheckoutLine_shopId_checkoutId_idx" ON "CheckoutLine"("shopId", "checkoutId");

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
CREATE INDEX "VipMembership_shopId_tierId_idx" ON "VipMembership"("shopId", "tierId");

-- CreateIndex
CREATE INDEX "Recovery_shopId_state_dueAt_idx" ON "Recovery"("shopId", "state", "dueAt");

-- CreateIndex
CREATE INDEX "Recovery_shopId_sentAt_idx" ON "Recovery"("shopId", "sentAt");

-- CreateIndex
CREATE UNIQUE INDEX "Recovery_shopId_checkoutId_key" ON "Recovery"("shopId", "checkoutId");


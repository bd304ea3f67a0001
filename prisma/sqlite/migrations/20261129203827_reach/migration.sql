-- CreateTable
CREATE TABLE "MessagePreference" (
    "shopId" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "customerId" TEXT,
    "topicsOffJson" TEXT NOT NULL,
    "pausedUntil" DATETIME,
    "isTrackingOff" BOOLEAN NOT NULL,
    "locale" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "addressHash")
);

-- CreateTable
CREATE TABLE "MessageLink" (
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "customerId" TEXT,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "messageId", "position")
);

-- CreateTable
CREATE TABLE "MessageClick" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "customerId" TEXT,
    "kind" TEXT NOT NULL,
    "signal" TEXT,
    "reason" TEXT,
    "clickedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "MessageOpen" (
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customerId" TEXT,
    "openCount" INTEGER NOT NULL,
    "firstOpenedAt" DATETIME NOT NULL,
    "lastOpenedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "messageId", "kind")
);

-- CreateTable
CREATE TABLE "MessageFeedback" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "addressHash" TEXT,
    "customerId" TEXT,
    "provider" TEXT NOT NULL,
    "eventKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "occurredAt" DATETIME NOT NULL,
    "recordedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "MailHook" (
    "provider" TEXT NOT NULL PRIMARY KEY,
    "lastReportedAt" DATETIME,
    "confirmUrl" TEXT,
    "confirmTopic" TEXT,
    "confirmAskedAt" DATETIME
);

-- CreateTable
CREATE TABLE "MailHookToken" (
    "token" TEXT NOT NULL PRIMARY KEY,
    "bodyHash" TEXT NOT NULL,
    "receivedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "MessagePreference_shopId_customerId_idx" ON "MessagePreference"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "MessageLink_shopId_customerId_idx" ON "MessageLink"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "MessageLink_shopId_createdAt_idx" ON "MessageLink"("shopId", "createdAt");

-- CreateIndex
CREATE INDEX "MessageClick_shopId_messageId_clickedAt_idx" ON "MessageClick"("shopId", "messageId", "clickedAt");

-- CreateIndex
CREATE INDEX "MessageClick_shopId_customerId_idx" ON "MessageClick"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "MessageClick_shopId_clickedAt_idx" ON "MessageClick"("shopId", "clickedAt");

-- CreateIndex
CREATE INDEX "MessageOpen_shopId_customerId_idx" ON "MessageOpen"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "MessageOpen_shopId_lastOpenedAt_idx" ON "MessageOpen"("shopId", "lastOpenedAt");

-- CreateIndex
CREATE INDEX "MessageFeedback_shopId_addressHash_occurredAt_idx" ON "MessageFeedback"("shopId", "addressHash", "occurredAt");

-- CreateIndex
CREATE INDEX "MessageFeedback_shopId_messageId_idx" ON "MessageFeedback"("shopId", "messageId");

-- CreateIndex
CREATE INDEX "MessageFeedback_shopId_customerId_idx" ON "MessageFeedback"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "MessageFeedback_shopId_recordedAt_idx" ON "MessageFeedback"("shopId", "recordedAt");

-- CreateIndex
CREATE UNIQUE INDEX "MessageFeedback_shopId_provider_eventKey_key" ON "MessageFeedback"("shopId", "provider", "eventKey");

-- CreateIndex
CREATE INDEX "MailHookToken_receivedAt_idx" ON "MailHookToken"("receivedAt");

-- CreateIndex
CREATE INDEX "Message_shopId_createdAt_idx" ON "Message"("shopId", "createdAt");


-- CreateTable
CREATE TABLE "MessagePreference" (
    "shopId" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "customerId" TEXT,
    "topicsOffJson" TEXT NOT NULL,
    "pausedUntil" TIMESTAMP(3),
    "isTrackingOff" BOOLEAN NOT NULL,
    "locale" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MessagePreference_pkey" PRIMARY KEY ("shopId","addressHash")
);

-- CreateTable
CREATE TABLE "MessageLink" (
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL,
    "customerId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MessageLink_pkey" PRIMARY KEY ("shopId","messageId","position")
);

-- CreateTable
CREATE TABLE "MessageClick" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "customerId" TEXT,
    "kind" TEXT NOT NULL,
    "signal" TEXT,
    "reason" TEXT,
    "clickedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MessageClick_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MessageOpen" (
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customerId" TEXT,
    "openCount" INTEGER NOT NULL,
    "firstOpenedAt" TIMESTAMP(3) NOT NULL,
    "lastOpenedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MessageOpen_pkey" PRIMARY KEY ("shopId","messageId","kind")
);

-- CreateTable
CREATE TABLE "MessageFeedback" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "addressHash" TEXT,
    "customerId" TEXT,
    "provider" TEXT NOT NULL,
    "eventKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "occurredAt" TIMESTAMP(3) NOT NULL,
    "recordedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MessageFeedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailHook" (
    "provider" TEXT NOT NULL,
    "lastReportedAt" TIMESTAMP(3),
    "confirmUrl" TEXT,
    "confirmTopic" TEXT,
    "confirmAskedAt" TIMESTAMP(3),

    CONSTRAINT "MailHook_pkey" PRIMARY KEY ("provider")
);

-- CreateTable
CREATE TABLE "MailHookToken" (
    "token" TEXT NOT NULL,
    "bodyHash" TEXT NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MailHookToken_pkey" PRIMARY KEY ("token")
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


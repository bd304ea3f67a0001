-- DropIndex
DROP INDEX "DomainEvent_shopId_type_occurredAt_idx";

-- AlterTable
ALTER TABLE "JobSchedule" ADD COLUMN "nextTickAt" DATETIME;

-- AlterTable
ALTER TABLE "OutboxIntent" ADD COLUMN "firstTriedAt" DATETIME;

-- AlterTable
ALTER TABLE "Customer" ADD COLUMN "provinceCode" TEXT;

-- CreateTable
CREATE TABLE "MessagePreference" (
    "shopId" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "customerId" TEXT,
    "topicsOffJson" TEXT NOT NULL,
    "pausedUntil" DATETIME,
    "isTrackingOff" BOOLEAN NOT NULL,
    "locale" TEXT,
    "birthdayOn" TEXT,
    "birthdayToldAt" DATETIME,
    "birthdaySource" TEXT,
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
CREATE TABLE "MessageAnswer" (
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "questionKey" TEXT NOT NULL,
    "answerKey" TEXT NOT NULL,
    "customerId" TEXT,
    "subjectId" TEXT,
    "answeredAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "messageId")
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

-- CreateTable
CREATE TABLE "Flow" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "draftJson" TEXT NOT NULL,
    "liveVersion" INTEGER,
    "enteringSince" DATETIME,
    "priority" INTEGER NOT NULL DEFAULT 100,
    "recipeKey" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "FlowVersion" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definitionJson" TEXT NOT NULL,
    "publishedAt" DATETIME NOT NULL,

    PRIMARY KEY ("flowId", "version")
);

-- CreateTable
CREATE TABLE "FlowRun" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "customerId" TEXT,
    "subjectKind" TEXT,
    "subjectId" TEXT,
    "entryKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stepId" TEXT,
    "stepAt" DATETIME NOT NULL,
    "wakeAt" DATETIME,
    "dueAt" DATETIME,
    "waitEventsJson" TEXT,
    "waitSubjectId" TEXT,
    "wokenById" TEXT,
    "contextJson" TEXT NOT NULL DEFAULT '{}',
    "armsJson" TEXT NOT NULL DEFAULT '{}',
    "failCount" INTEGER NOT NULL DEFAULT 0,
    "enteredAt" DATETIME NOT NULL,
    "endedAt" DATETIME,
    "endReason" TEXT
);

-- CreateTable
CREATE TABLE "FlowSweep" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "sweptUpTo" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "flowId")
);

-- CreateTable
CREATE TABLE "FlowSimulation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "definitionJson" TEXT NOT NULL,
    "progressPercent" INTEGER NOT NULL DEFAULT 0,
    "resultJson" TEXT,
    "error" TEXT,
    "requestedAt" DATETIME NOT NULL,
    "finishedAt" DATETIME
);

-- CreateTable
CREATE TABLE "CodePool" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "poolKey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "offerJson" TEXT NOT NULL,
    "discountGid" TEXT,
    "state" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "removalAskedAt" DATETIME,
    "removedAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "IncentiveBudget" (
    "shopId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "budgetKey" TEXT NOT NULL,
    "reservedMinor" BIGINT NOT NULL,
    "spentMinor" BIGINT NOT NULL,

    PRIMARY KEY ("shopId", "month", "budgetKey")
);

-- CreateTable
CREATE TABLE "DiscountTerms" (
    "shopId" TEXT NOT NULL,
    "gid" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "classes" TEXT NOT NULL,
    "withOrder" BOOLEAN NOT NULL,
    "withProduct" BOOLEAN NOT NULL,
    "withShipping" BOOLEAN NOT NULL,
    "isAutomatic" BOOLEAN NOT NULL,
    "endsAt" DATETIME,
    "readAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "gid")
);

-- CreateTable
CREATE TABLE "DiscountReading" (
    "shopId" TEXT NOT NULL PRIMARY KEY,
    "codeCount" INTEGER NOT NULL,
    "isComplete" BOOLEAN NOT NULL,
    "readAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "Experiment" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "controlArm" TEXT NOT NULL,
    "windowDays" INTEGER NOT NULL,
    "plannedCount" INTEGER NOT NULL,
    "startedAt" DATETIME NOT NULL,
    "endedAt" DATETIME,

    PRIMARY KEY ("shopId", "experimentKey")
);

-- CreateTable
CREATE TABLE "ExperimentExposure" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "exposedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "experimentKey", "customerId")
);

-- CreateTable
CREATE TABLE "MailTemplate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "latestVersion" INTEGER NOT NULL,
    "publishedVersion" INTEGER,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "MailTemplateVersion" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "templateId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    "isSound" BOOLEAN NOT NULL,
    "savedAt" DATETIME NOT NULL,
    CONSTRAINT "MailTemplateVersion_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "MailTemplate" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "MailTemplateVariant" (
    "versionId" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "preheader" TEXT NOT NULL,
    "blocksJson" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    PRIMARY KEY ("versionId", "language"),
    CONSTRAINT "MailTemplateVariant_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "MailTemplateVersion" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "SegmentWatch" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "conditionKey" TEXT NOT NULL,
    "notedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "flowId")
);

-- CreateTable
CREATE TABLE "SegmentMember" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,

    PRIMARY KEY ("shopId", "flowId", "customerId")
);

-- CreateTable
CREATE TABLE "Campaign" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "contentJson" TEXT NOT NULL,
    "sendAt" DATETIME,
    "startedAt" DATETIME,
    "takenUpTo" TEXT,
    "takenAt" DATETIME,
    "finishedAt" DATETIME,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "CampaignRecipient" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "campaignId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "codeId" TEXT,
    "messageId" TEXT,
    "sentAt" DATETIME,
    "answer" TEXT,
    "answeredAt" DATETIME,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "BrowseVisitor" (
    "shopId" TEXT NOT NULL,
    "visitorKey" TEXT NOT NULL,
    "customerId" TEXT,
    "linkedBy" TEXT,
    "linkedAt" DATETIME,
    "visitStartedAt" DATETIME,
    "visitEndsAt" DATETIME,
    "lastSeenAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "visitorKey")
);

-- CreateTable
CREATE TABLE "BrowsedProduct" (
    "shopId" TEXT NOT NULL,
    "visitorKey" TEXT NOT NULL,
    "visitStartedAt" DATETIME NOT NULL,
    "productId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "viewCount" INTEGER NOT NULL,
    "isCarted" BOOLEAN NOT NULL,
    "lastViewedAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "visitorKey", "visitStartedAt", "productId")
);

-- CreateTable
CREATE TABLE "BrowseClaim" (
    "shopId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "visitorKey" TEXT NOT NULL,
    "customerId" TEXT,
    "claimedAt" DATETIME NOT NULL,
    "activeAt" DATETIME NOT NULL,
    "settledAt" DATETIME,

    PRIMARY KEY ("shopId", "kind", "subjectId")
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_IssuedCode" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "customerId" TEXT,
    "occasionKey" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "codeKey" TEXT NOT NULL,
    "percentBp" INTEGER NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'percentage',
    "title" TEXT NOT NULL DEFAULT '',
    "offerJson" TEXT NOT NULL DEFAULT '{}',
    "discountGid" TEXT,
    "poolId" TEXT,
    "state" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "clockStartedAt" DATETIME,
    "remindAt" DATETIME,
    "remindedAt" DATETIME,
    "removalAskedAt" DATETIME,
    "removedAt" DATETIME,
    "redeemedAt" DATETIME,
    "redeemedOrderId" TEXT,
    "budgetKey" TEXT NOT NULL DEFAULT '',
    "budgetMonth" TEXT NOT NULL DEFAULT '',
    "promisedMinor" BIGINT NOT NULL DEFAULT 0,
    "costMinor" BIGINT,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_IssuedCode" ("code", "codeKey", "createdAt", "customerId", "discountGid", "expiresAt", "id", "occasionKey", "percentBp", "redeemedAt", "redeemedOrderId", "shopId", "startsAt", "state") SELECT "code", "codeKey", "createdAt", "customerId", "discountGid", "expiresAt", "id", "occasionKey", "percentBp", "redeemedAt", "redeemedOrderId", "shopId", "startsAt", "state" FROM "IssuedCode";
DROP TABLE "IssuedCode";
ALTER TABLE "new_IssuedCode" RENAME TO "IssuedCode";
CREATE INDEX "IssuedCode_shopId_customerId_idx" ON "IssuedCode"("shopId", "customerId");
CREATE INDEX "IssuedCode_shopId_state_expiresAt_idx" ON "IssuedCode"("shopId", "state", "expiresAt");
CREATE INDEX "IssuedCode_shopId_state_remindAt_idx" ON "IssuedCode"("shopId", "state", "remindAt");
CREATE INDEX "IssuedCode_shopId_poolId_state_idx" ON "IssuedCode"("shopId", "poolId", "state");
CREATE INDEX "IssuedCode_shopId_redeemedOrderId_idx" ON "IssuedCode"("shopId", "redeemedOrderId");
CREATE UNIQUE INDEX "IssuedCode_shopId_occasionKey_key" ON "IssuedCode"("shopId", "occasionKey");
CREATE UNIQUE INDEX "IssuedCode_shopId_codeKey_key" ON "IssuedCode"("shopId", "codeKey");
CREATE TABLE "new_Message" (
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
    "channel" TEXT NOT NULL DEFAULT 'email',
    "priority" INTEGER NOT NULL DEFAULT 20,
    "notBeforeAt" DATETIME,
    "expiresAt" DATETIME,
    "claimedAt" DATETIME,
    "addressHash" TEXT,
    "templateKey" TEXT,
    "templateVersion" INTEGER,
    "sentAt" DATETIME,
    "createdAt" DATETIME NOT NULL
);
INSERT INTO "new_Message" ("createdAt", "customerId", "htmlBody", "id", "locale", "messageId", "purpose", "sentAt", "shopId", "state", "subject", "subjectId", "textBody", "toAddress", "topic") SELECT "createdAt", "customerId", "htmlBody", "id", "locale", "messageId", "purpose", "sentAt", "shopId", "state", "subject", "subjectId", "textBody", "toAddress", "topic" FROM "Message";
DROP TABLE "Message";
ALTER TABLE "new_Message" RENAME TO "Message";
CREATE UNIQUE INDEX "Message_messageId_key" ON "Message"("messageId");
CREATE INDEX "Message_shopId_customerId_createdAt_idx" ON "Message"("shopId", "customerId", "createdAt");
CREATE INDEX "Message_shopId_customerId_claimedAt_idx" ON "Message"("shopId", "customerId", "claimedAt");
CREATE INDEX "Message_addressHash_shopId_claimedAt_idx" ON "Message"("addressHash", "shopId", "claimedAt");
CREATE INDEX "Message_shopId_purpose_subjectId_idx" ON "Message"("shopId", "purpose", "subjectId");
CREATE INDEX "Message_shopId_createdAt_idx" ON "Message"("shopId", "createdAt");
CREATE TABLE "new_Recovery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "shopId" TEXT NOT NULL,
    "checkoutId" TEXT NOT NULL,
    "customerId" TEXT,
    "flowId" TEXT,
    "entryKey" TEXT,
    "dueAt" DATETIME NOT NULL,
    "codeId" TEXT,
    "messageId" TEXT,
    "sentAt" DATETIME,
    "lastRemindedAt" DATETIME,
    "clickedAt" DATETIME,
    "recoveredAt" DATETIME,
    "recoveredOrderId" TEXT,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);
INSERT INTO "new_Recovery" ("checkoutId", "clickedAt", "codeId", "createdAt", "customerId", "dueAt", "id", "messageId", "recoveredAt", "recoveredOrderId", "sentAt", "shopId", "updatedAt") SELECT "checkoutId", "clickedAt", "codeId", "createdAt", "customerId", "dueAt", "id", "messageId", "recoveredAt", "recoveredOrderId", "sentAt", "shopId", "updatedAt" FROM "Recovery";
DROP TABLE "Recovery";
ALTER TABLE "new_Recovery" RENAME TO "Recovery";
CREATE INDEX "Recovery_shopId_createdAt_idx" ON "Recovery"("shopId", "createdAt");
CREATE INDEX "Recovery_shopId_sentAt_idx" ON "Recovery"("shopId", "sentAt");
CREATE UNIQUE INDEX "Recovery_shopId_checkoutId_key" ON "Recovery"("shopId", "checkoutId");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

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
CREATE INDEX "MessageAnswer_shopId_customerId_idx" ON "MessageAnswer"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "MessageAnswer_shopId_questionKey_answeredAt_idx" ON "MessageAnswer"("shopId", "questionKey", "answeredAt");

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
CREATE INDEX "Flow_shopId_state_idx" ON "Flow"("shopId", "state");

-- CreateIndex
CREATE INDEX "FlowVersion_shopId_flowId_idx" ON "FlowVersion"("shopId", "flowId");

-- CreateIndex
CREATE INDEX "FlowRun_shopId_dueAt_idx" ON "FlowRun"("shopId", "dueAt");

-- CreateIndex
CREATE INDEX "FlowRun_shopId_flowId_state_version_id_idx" ON "FlowRun"("shopId", "flowId", "state", "version", "id");

-- CreateIndex
CREATE INDEX "FlowRun_shopId_flowId_enteredAt_idx" ON "FlowRun"("shopId", "flowId", "enteredAt");

-- CreateIndex
CREATE INDEX "FlowRun_shopId_subjectId_idx" ON "FlowRun"("shopId", "subjectId");

-- CreateIndex
CREATE INDEX "FlowRun_shopId_waitSubjectId_idx" ON "FlowRun"("shopId", "waitSubjectId");

-- CreateIndex
CREATE UNIQUE INDEX "FlowRun_shopId_customerId_flowId_entryKey_key" ON "FlowRun"("shopId", "customerId", "flowId", "entryKey");

-- CreateIndex
CREATE INDEX "FlowSimulation_shopId_flowId_requestedAt_idx" ON "FlowSimulation"("shopId", "flowId", "requestedAt");

-- CreateIndex
CREATE INDEX "CodePool_shopId_state_expiresAt_idx" ON "CodePool"("shopId", "state", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "CodePool_shopId_poolKey_key" ON "CodePool"("shopId", "poolKey");

-- CreateIndex
CREATE INDEX "ExperimentExposure_shopId_experimentKey_exposedAt_idx" ON "ExperimentExposure"("shopId", "experimentKey", "exposedAt");

-- CreateIndex
CREATE INDEX "ExperimentExposure_shopId_customerId_idx" ON "ExperimentExposure"("shopId", "customerId");

-- CreateIndex
CREATE UNIQUE INDEX "MailTemplate_shopId_key_key" ON "MailTemplate"("shopId", "key");

-- CreateIndex
CREATE INDEX "MailTemplateVersion_shopId_templateId_idx" ON "MailTemplateVersion"("shopId", "templateId");

-- CreateIndex
CREATE UNIQUE INDEX "MailTemplateVersion_templateId_version_key" ON "MailTemplateVersion"("templateId", "version");

-- CreateIndex
CREATE INDEX "MailTemplateVariant_shopId_idx" ON "MailTemplateVariant"("shopId");

-- CreateIndex
CREATE INDEX "SegmentMember_shopId_customerId_idx" ON "SegmentMember"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "Campaign_shopId_state_sendAt_idx" ON "Campaign"("shopId", "state", "sendAt");

-- CreateIndex
CREATE INDEX "CampaignRecipient_shopId_campaignId_state_id_idx" ON "CampaignRecipient"("shopId", "campaignId", "state", "id");

-- CreateIndex
CREATE INDEX "CampaignRecipient_shopId_campaignId_answer_idx" ON "CampaignRecipient"("shopId", "campaignId", "answer");

-- CreateIndex
CREATE INDEX "CampaignRecipient_shopId_customerId_idx" ON "CampaignRecipient"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "CampaignRecipient_shopId_codeId_idx" ON "CampaignRecipient"("shopId", "codeId");

-- CreateIndex
CREATE UNIQUE INDEX "CampaignRecipient_shopId_campaignId_customerId_key" ON "CampaignRecipient"("shopId", "campaignId", "customerId");

-- CreateIndex
CREATE INDEX "BrowseVisitor_shopId_customerId_idx" ON "BrowseVisitor"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "BrowseVisitor_shopId_visitEndsAt_idx" ON "BrowseVisitor"("shopId", "visitEndsAt");

-- CreateIndex
CREATE INDEX "BrowseVisitor_shopId_lastSeenAt_idx" ON "BrowseVisitor"("shopId", "lastSeenAt");

-- CreateIndex
CREATE INDEX "BrowsedProduct_shopId_customerId_productId_idx" ON "BrowsedProduct"("shopId", "customerId", "productId");

-- CreateIndex
CREATE INDEX "BrowsedProduct_shopId_lastViewedAt_idx" ON "BrowsedProduct"("shopId", "lastViewedAt");

-- CreateIndex
CREATE INDEX "BrowseClaim_shopId_visitorKey_idx" ON "BrowseClaim"("shopId", "visitorKey");

-- CreateIndex
CREATE INDEX "BrowseClaim_shopId_customerId_idx" ON "BrowseClaim"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "BrowseClaim_shopId_settledAt_activeAt_idx" ON "BrowseClaim"("shopId", "settledAt", "activeAt");

-- CreateIndex
CREATE INDEX "BrowseClaim_shopId_claimedAt_idx" ON "BrowseClaim"("shopId", "claimedAt");

-- CreateIndex
CREATE INDEX "Checkout_shopId_phoneHash_idx" ON "Checkout"("shopId", "phoneHash");


-- What was sent, or perhaps sent, before counts in the budget from its hour on.
UPDATE "Message" SET "claimedAt" = "sentAt" WHERE "sentAt" IS NOT NULL;
-- Left checkouts are reminded of by an automation from now on: it begins with those that are left then.
UPDATE "Recovery" SET "lastRemindedAt" = "sentAt" WHERE "sentAt" IS NOT NULL;
UPDATE "Message" SET "state" = 'cancelled' WHERE "purpose" = 'cart-recovery' AND "state" = 'queued';
DELETE FROM "Job" WHERE "name" IN ('cart-recovery.consider', 'cart-recovery.on-checkout', 'cart-recovery.on-code');

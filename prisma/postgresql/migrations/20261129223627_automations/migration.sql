-- DropIndex
DROP INDEX "DomainEvent_shopId_type_occurredAt_idx";

-- DropIndex
DROP INDEX "Recovery_shopId_state_dueAt_idx";

-- AlterTable
ALTER TABLE "JobSchedule" ADD COLUMN     "nextTickAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "OutboxIntent" ADD COLUMN     "firstTriedAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Customer" ADD COLUMN     "provinceCode" TEXT;

-- AlterTable
ALTER TABLE "IssuedCode" ADD COLUMN     "budgetKey" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "budgetMonth" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "clockStartedAt" TIMESTAMP(3),
ADD COLUMN     "costMinor" BIGINT,
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'percentage',
ADD COLUMN     "offerJson" TEXT NOT NULL DEFAULT '{}',
ADD COLUMN     "poolId" TEXT,
ADD COLUMN     "promisedMinor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "remindAt" TIMESTAMP(3),
ADD COLUMN     "remindedAt" TIMESTAMP(3),
ADD COLUMN     "removalAskedAt" TIMESTAMP(3),
ADD COLUMN     "removedAt" TIMESTAMP(3),
ADD COLUMN     "title" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "addressHash" TEXT,
ADD COLUMN     "channel" TEXT NOT NULL DEFAULT 'email',
ADD COLUMN     "claimedAt" TIMESTAMP(3),
ADD COLUMN     "expiresAt" TIMESTAMP(3),
ADD COLUMN     "notBeforeAt" TIMESTAMP(3),
ADD COLUMN     "priority" INTEGER NOT NULL DEFAULT 20,
ADD COLUMN     "templateKey" TEXT,
ADD COLUMN     "templateVersion" INTEGER;

-- AlterTable
ALTER TABLE "Recovery" DROP COLUMN "reason",
DROP COLUMN "state",
ADD COLUMN     "entryKey" TEXT,
ADD COLUMN     "flowId" TEXT,
ADD COLUMN     "lastRemindedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "MessagePreference" (
    "shopId" TEXT NOT NULL,
    "addressHash" TEXT NOT NULL,
    "customerId" TEXT,
    "topicsOffJson" TEXT NOT NULL,
    "pausedUntil" TIMESTAMP(3),
    "isTrackingOff" BOOLEAN NOT NULL,
    "locale" TEXT,
    "birthdayOn" TEXT,
    "birthdayToldAt" TIMESTAMP(3),
    "birthdaySource" TEXT,
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
CREATE TABLE "MessageAnswer" (
    "shopId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "questionKey" TEXT NOT NULL,
    "answerKey" TEXT NOT NULL,
    "customerId" TEXT,
    "subjectId" TEXT,
    "answeredAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MessageAnswer_pkey" PRIMARY KEY ("shopId","messageId")
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

-- CreateTable
CREATE TABLE "Flow" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "draftJson" TEXT NOT NULL,
    "liveVersion" INTEGER,
    "enteringSince" TIMESTAMP(3),
    "priority" INTEGER NOT NULL DEFAULT 100,
    "recipeKey" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Flow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FlowVersion" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definitionJson" TEXT NOT NULL,
    "publishedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FlowVersion_pkey" PRIMARY KEY ("flowId","version")
);

-- CreateTable
CREATE TABLE "FlowRun" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "customerId" TEXT,
    "subjectKind" TEXT,
    "subjectId" TEXT,
    "entryKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "stepId" TEXT,
    "stepAt" TIMESTAMP(3) NOT NULL,
    "wakeAt" TIMESTAMP(3),
    "dueAt" TIMESTAMP(3),
    "waitEventsJson" TEXT,
    "waitSubjectId" TEXT,
    "wokenById" TEXT,
    "contextJson" TEXT NOT NULL DEFAULT '{}',
    "armsJson" TEXT NOT NULL DEFAULT '{}',
    "failCount" INTEGER NOT NULL DEFAULT 0,
    "enteredAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),
    "endReason" TEXT,

    CONSTRAINT "FlowRun_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FlowSweep" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "sweptUpTo" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FlowSweep_pkey" PRIMARY KEY ("shopId","flowId")
);

-- CreateTable
CREATE TABLE "FlowSimulation" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "definitionJson" TEXT NOT NULL,
    "progressPercent" INTEGER NOT NULL DEFAULT 0,
    "resultJson" TEXT,
    "error" TEXT,
    "requestedAt" TIMESTAMP(3) NOT NULL,
    "finishedAt" TIMESTAMP(3),

    CONSTRAINT "FlowSimulation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CodePool" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "poolKey" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "offerJson" TEXT NOT NULL,
    "discountGid" TEXT,
    "state" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "removalAskedAt" TIMESTAMP(3),
    "removedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CodePool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IncentiveBudget" (
    "shopId" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "budgetKey" TEXT NOT NULL,
    "reservedMinor" BIGINT NOT NULL,
    "spentMinor" BIGINT NOT NULL,

    CONSTRAINT "IncentiveBudget_pkey" PRIMARY KEY ("shopId","month","budgetKey")
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
    "endsAt" TIMESTAMP(3),
    "readAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DiscountTerms_pkey" PRIMARY KEY ("shopId","gid")
);

-- CreateTable
CREATE TABLE "DiscountReading" (
    "shopId" TEXT NOT NULL,
    "codeCount" INTEGER NOT NULL,
    "isComplete" BOOLEAN NOT NULL,
    "readAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "DiscountReading_pkey" PRIMARY KEY ("shopId")
);

-- CreateTable
CREATE TABLE "Experiment" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "controlArm" TEXT NOT NULL,
    "windowDays" INTEGER NOT NULL,
    "plannedCount" INTEGER NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Experiment_pkey" PRIMARY KEY ("shopId","experimentKey")
);

-- CreateTable
CREATE TABLE "ExperimentExposure" (
    "shopId" TEXT NOT NULL,
    "experimentKey" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "arm" TEXT NOT NULL,
    "exposedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ExperimentExposure_pkey" PRIMARY KEY ("shopId","experimentKey","customerId")
);

-- CreateTable
CREATE TABLE "MailTemplate" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "latestVersion" INTEGER NOT NULL,
    "publishedVersion" INTEGER,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MailTemplate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MailTemplateVersion" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "templateId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    "isSound" BOOLEAN NOT NULL,
    "savedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "MailTemplateVersion_pkey" PRIMARY KEY ("id")
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

    CONSTRAINT "MailTemplateVariant_pkey" PRIMARY KEY ("versionId","language")
);

-- CreateTable
CREATE TABLE "SegmentWatch" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "conditionKey" TEXT NOT NULL,
    "notedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SegmentWatch_pkey" PRIMARY KEY ("shopId","flowId")
);

-- CreateTable
CREATE TABLE "SegmentMember" (
    "shopId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,

    CONSTRAINT "SegmentMember_pkey" PRIMARY KEY ("shopId","flowId","customerId")
);

-- CreateTable
CREATE TABLE "Campaign" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "contentJson" TEXT NOT NULL,
    "sendAt" TIMESTAMP(3),
    "startedAt" TIMESTAMP(3),
    "takenUpTo" TEXT,
    "takenAt" TIMESTAMP(3),
    "finishedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CampaignRecipient" (
    "id" TEXT NOT NULL,
    "shopId" TEXT NOT NULL,
    "campaignId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "codeId" TEXT,
    "messageId" TEXT,
    "sentAt" TIMESTAMP(3),
    "answer" TEXT,
    "answeredAt" TIMESTAMP(3),
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "CampaignRecipient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "BrowseVisitor" (
    "shopId" TEXT NOT NULL,
    "visitorKey" TEXT NOT NULL,
    "customerId" TEXT,
    "linkedBy" TEXT,
    "linkedAt" TIMESTAMP(3),
    "visitStartedAt" TIMESTAMP(3),
    "visitEndsAt" TIMESTAMP(3),
    "lastSeenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BrowseVisitor_pkey" PRIMARY KEY ("shopId","visitorKey")
);

-- CreateTable
CREATE TABLE "BrowsedProduct" (
    "shopId" TEXT NOT NULL,
    "visitorKey" TEXT NOT NULL,
    "visitStartedAt" TIMESTAMP(3) NOT NULL,
    "productId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "viewCount" INTEGER NOT NULL,
    "isCarted" BOOLEAN NOT NULL,
    "lastViewedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "BrowsedProduct_pkey" PRIMARY KEY ("shopId","visitorKey","visitStartedAt","productId")
);

-- CreateTable
CREATE TABLE "BrowseClaim" (
    "shopId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "visitorKey" TEXT NOT NULL,
    "customerId" TEXT,
    "claimedAt" TIMESTAMP(3) NOT NULL,
    "activeAt" TIMESTAMP(3) NOT NULL,
    "settledAt" TIMESTAMP(3),

    CONSTRAINT "BrowseClaim_pkey" PRIMARY KEY ("shopId","kind","subjectId")
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

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_state_expiresAt_idx" ON "IssuedCode"("shopId", "state", "expiresAt");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_state_remindAt_idx" ON "IssuedCode"("shopId", "state", "remindAt");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_poolId_state_idx" ON "IssuedCode"("shopId", "poolId", "state");

-- CreateIndex
CREATE INDEX "IssuedCode_shopId_redeemedOrderId_idx" ON "IssuedCode"("shopId", "redeemedOrderId");

-- CreateIndex
CREATE INDEX "Message_shopId_customerId_claimedAt_idx" ON "Message"("shopId", "customerId", "claimedAt");

-- CreateIndex
CREATE INDEX "Message_addressHash_shopId_claimedAt_idx" ON "Message"("addressHash", "shopId", "claimedAt");

-- CreateIndex
CREATE INDEX "Message_shopId_createdAt_idx" ON "Message"("shopId", "createdAt");

-- CreateIndex
CREATE INDEX "Recovery_shopId_createdAt_idx" ON "Recovery"("shopId", "createdAt");

-- AddForeignKey
ALTER TABLE "MailTemplateVersion" ADD CONSTRAINT "MailTemplateVersion_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "MailTemplate"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MailTemplateVariant" ADD CONSTRAINT "MailTemplateVariant_versionId_fkey" FOREIGN KEY ("versionId") REFERENCES "MailTemplateVersion"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- What was sent, or perhaps sent, before counts in the budget from its hour on.
UPDATE "Message" SET "claimedAt" = "sentAt" WHERE "sentAt" IS NOT NULL;
-- Left checkouts are reminded of by an automation from now on: it begins with those that are left then.
UPDATE "Recovery" SET "lastRemindedAt" = "sentAt" WHERE "sentAt" IS NOT NULL;
UPDATE "Message" SET "state" = 'cancelled' WHERE "purpose" = 'cart-recovery' AND "state" = 'queued';
DELETE FROM "Job" WHERE "name" IN ('cart-recovery.consider', 'cart-recovery.on-checkout', 'cart-recovery.on-code');

-- AlterTable
ALTER TABLE "OutboxIntent" ADD COLUMN "firstTriedAt" DATETIME;

-- AlterTable
ALTER TABLE "Customer" ADD COLUMN "provinceCode" TEXT;

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
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
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;


-- What was sent, or perhaps sent, before counts in the budget from its hour on.
UPDATE "Message" SET "claimedAt" = "sentAt" WHERE "sentAt" IS NOT NULL;

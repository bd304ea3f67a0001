-- AlterTable
ALTER TABLE "Message" ADD COLUMN "templateKey" TEXT;
ALTER TABLE "Message" ADD COLUMN "templateVersion" INTEGER;

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

-- CreateIndex
CREATE UNIQUE INDEX "MailTemplate_shopId_key_key" ON "MailTemplate"("shopId", "key");

-- CreateIndex
CREATE INDEX "MailTemplateVersion_shopId_templateId_idx" ON "MailTemplateVersion"("shopId", "templateId");

-- CreateIndex
CREATE UNIQUE INDEX "MailTemplateVersion_templateId_version_key" ON "MailTemplateVersion"("templateId", "version");

-- CreateIndex
CREATE INDEX "MailTemplateVariant_shopId_idx" ON "MailTemplateVariant"("shopId");


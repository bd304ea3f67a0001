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


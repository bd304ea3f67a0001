-- CreateTable
CREATE TABLE "FlowActionRun" (
    "shopId" TEXT NOT NULL,
    "actionRunId" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "isDone" BOOLEAN NOT NULL,
    "message" TEXT NOT NULL,
    "askedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "FlowActionRun_pkey" PRIMARY KEY ("shopId","actionRunId")
);

-- CreateIndex
CREATE INDEX "FlowActionRun_shopId_askedAt_idx" ON "FlowActionRun"("shopId", "askedAt");


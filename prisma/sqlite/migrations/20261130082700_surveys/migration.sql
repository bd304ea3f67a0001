-- CreateTable
CREATE TABLE "SurveyAnswer" (
    "shopId" TEXT NOT NULL,
    "orderId" TEXT NOT NULL,
    "questionKey" TEXT NOT NULL,
    "questionVersion" INTEGER NOT NULL,
    "customerId" TEXT,
    "answerKey" TEXT NOT NULL,
    "comment" TEXT,
    "place" TEXT NOT NULL,
    "answeredAt" DATETIME NOT NULL,

    PRIMARY KEY ("shopId", "orderId", "questionKey")
);

-- CreateIndex
CREATE INDEX "SurveyAnswer_shopId_customerId_idx" ON "SurveyAnswer"("shopId", "customerId");

-- CreateIndex
CREATE INDEX "SurveyAnswer_shopId_questionKey_answeredAt_idx" ON "SurveyAnswer"("shopId", "questionKey", "answeredAt");


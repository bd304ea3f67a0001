-- CreateIndex
CREATE INDEX "Task_shopId_ownerHash_id_idx" ON "Task"("shopId", "ownerHash", "id");


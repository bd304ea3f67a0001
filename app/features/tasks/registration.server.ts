import type { FeatureRegistration } from "~/engine/registration";

import { createTask } from "./flow/create-action.server";
import { addNote } from "./flow/note-action.server";
import { tasksPrivacy } from "./privacy.server";

export const tasksRegistration: FeatureRegistration = {
  name: "tasks",
  flowActions: [createTask, addNote],
  movedTables: [
    { model: "Task", key: ["id"] },
    { model: "CustomerNote", key: ["id"] },
  ],
  privacyHooks: [tasksPrivacy],
};

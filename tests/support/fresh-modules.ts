import { vi } from "vitest";

/**
 * Test files share a process and the libraries in it, which is what takes long to load. Of our own modules each has fresh
 * ones: what registered itself for one file, or was put in place of something, is unknown to the next.
 */
vi.resetModules();

/**
 * What every end-to-end test stands on: the built page served twice (isolated, as by `npm start`; plain, under a
 * sub-path, as by any static server), and a page on which an error or a request that leaves this machine is a failure.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { builtFolder } from "../../scripts/build/build.mjs";
import { serve } from "../../scripts/build/server.mjs";

interface Sites {
  /** With the isolation headers, at the root. */
  readonly isolated: string;
  /** Without any special header, under a sub-path. */
  readonly plain: string;
}

/** Addresses that stay in this browser or on this machine. */
const local = /^(?:(?:blob|data|about):|(?:https?|wss?):\/\/(?:localhost|127\.0\.0\.1|\[::1\])[:/])/;

export const test = base.extend<{ readonly complaints: string[] }, { readonly sites: Sites }>({
  sites: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      if (!existsSync(join(builtFolder, "index.html")))
        throw new Error("Nothing is built: run npm run build first.");
      const shared = { folder: builtFolder, port: 0 };
      const isolated = await serve({ ...shared, isolated: true });
      const plain = await serve({ ...shared, isolated: false, basePath: "/some/sub-path/" });
      await use({ isolated: isolated.url, plain: plain.url });
      await isolated.close();
      await plain.close();
    },
    { scope: "worker" },
  ],

  baseURL: async ({ sites }, use) => {
    await use(sites.isolated);
  },

  /** Everything that went wrong unasked. A test that provokes a complaint takes it out after looking at it. */
  complaints: [
    async ({ context }, use) => {
      const complaints: string[] = [];
      context.on("console", (message) => {
        if (message.type() === "error") complaints.push(`console: ${message.text()}`);
      });
      context.on("weberror", (fault) => complaints.push(`page: ${fault.error().message}`));
      context.on("request", (request) => {
        if (!local.test(request.url())) complaints.push(`left this machine: ${request.url()}`);
      });
      await use(complaints);
      expect(complaints, "errors and requests nobody asked for").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

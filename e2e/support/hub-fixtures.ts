/**
 * A page whose hub is the local fake: the browser is told that the hub's names are this machine's, so the page's
 * own policy, addresses and redirects are the real ones.
 */
import { makeCertificate } from "../../scripts/hub/certificate.testing.ts";
import { type FakeHub, serveHub } from "../../scripts/hub/fake-hub.testing.ts";
import { hubFolder } from "../../scripts/hub/hub-folder.testing.ts";
import { smallConfig } from "../../src/graph/config.ts";
import { launchWith } from "./browser.ts";
import { test as base } from "./fixtures.ts";

const CONTENT = "https://us.aws.cdn.hf.co";
const toFakeHub = /^left this machine: https:\/\/(?:huggingface\.co|us\.aws\.cdn\.hf\.co)\//;

/** A published model that the page knows by name and commit only. */
export const PUBLISHED = {
  title: "SmolVLM-500M-Instruct",
  name: "HuggingFaceTB/SmolVLM-500M-Instruct",
  revision: "a7da5b986cb59b408707209984f360a5f4ad7e47",
} as const;

/** Random weights in the hub's layout, float32 and under the name of q4. */
export const hubFiles = hubFolder(smallConfig, ["", "_q4", "_q4f16", "_int8"]);

export const test = base.extend<
  { readonly clean: undefined; readonly hub: FakeHub },
  { readonly fakeHub: FakeHub }
>({
  fakeHub: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { name, revision } = PUBLISHED;
      const repositories = [{ name, revision, licence: "apache-2.0", files: hubFiles }];
      const fakeHub = await serveHub({ repositories, content: CONTENT, secure: makeCertificate() });
      await use(fakeHub);
      await fakeHub.close();
    },
    { scope: "worker" },
  ],

  launchOptions: [
    async ({ fakeHub }, use) => {
      const here = `127.0.0.1:${fakeHub.port}`;
      const rules = `--host-resolver-rules=MAP huggingface.co ${here},MAP *.hf.co ${here}`;
      await use(launchWith(rules, "--ignore-certificate-errors"));
    },
    { scope: "worker" },
  ],

  hub: async ({ fakeHub }, use) => {
    fakeHub.requests.length = 0;
    fakeHub.troubles.length = 0;
    await use(fakeHub);
    fakeHub.release();
  },

  /** Requests to the fake hub did not leave this machine, and what a test broke on purpose is no complaint. */
  clean: [
    async ({ complaints }, use) => {
      await use(undefined);
      const asked = (complaint: string): boolean =>
        toFakeHub.test(complaint) || /^console: Failed to load resource/.test(complaint);
      complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !asked(complaint)));
    },
    { auto: true },
  ],
});

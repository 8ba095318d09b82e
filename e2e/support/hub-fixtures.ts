/**
 * A page whose hub is the local stand-in: the browser is told that the hub's names are this machine's, so the page's
 * own policy, addresses and redirects are the real ones.
 */
import { makeCertificate } from "../../scripts/hub/certificate.testing.ts";
import { hubFolder } from "../../scripts/hub/hub-folder.testing.ts";
import { type StandIn, serveHub } from "../../scripts/hub/stand-in.testing.ts";
import { smallConfig } from "../../scripts/model/config.ts";
import { launchWith } from "./browser.ts";
import { test as base } from "./fixtures.ts";

const CONTENT = "https://us.aws.cdn.hf.co";
const toStandIn = /^left this machine: https:\/\/(?:huggingface\.co|us\.aws\.cdn\.hf\.co)\//;

/** A published model that the page knows by name and commit only. */
export const PUBLISHED = {
  title: "SmolVLM-500M-Instruct",
  name: "HuggingFaceTB/SmolVLM-500M-Instruct",
  revision: "a7da5b986cb59b408707209984f360a5f4ad7e47",
} as const;

/** Random weights in the hub's layout, float32 and under the name of q4. */
export const hubFiles = hubFolder(smallConfig, ["", "_q4", "_q4f16", "_int8"]);

export const test = base.extend<
  { readonly clean: undefined; readonly hub: StandIn },
  { readonly standIn: StandIn }
>({
  standIn: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { name, revision } = PUBLISHED;
      const repositories = [{ name, revision, licence: "apache-2.0", files: hubFiles }];
      const standIn = await serveHub({ repositories, content: CONTENT, secure: makeCertificate() });
      await use(standIn);
      await standIn.close();
    },
    { scope: "worker" },
  ],

  launchOptions: [
    async ({ standIn }, use) => {
      const here = `127.0.0.1:${standIn.port}`;
      const rules = `--host-resolver-rules=MAP huggingface.co ${here},MAP *.hf.co ${here}`;
      await use(launchWith(rules, "--ignore-certificate-errors"));
    },
    { scope: "worker" },
  ],

  hub: async ({ standIn }, use) => {
    standIn.requests.length = 0;
    standIn.troubles.length = 0;
    await use(standIn);
    standIn.release();
  },

  /** Requests to the stand-in did not leave this machine, and what a test broke on purpose is no complaint. */
  clean: [
    async ({ complaints }, use) => {
      await use(undefined);
      const asked = (complaint: string): boolean =>
        toStandIn.test(complaint) || /^console: Failed to load resource/.test(complaint);
      complaints.splice(0, complaints.length, ...complaints.filter((complaint) => !asked(complaint)));
    },
    { auto: true },
  ],
});

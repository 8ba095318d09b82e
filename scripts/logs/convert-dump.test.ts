/** The converter of slime's and miles's dumps: one that torch itself wrote (make_dump.py), and pickles that would run code. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { patience } from "../../src/base/proof.testing.ts";
import { rolloutsOf } from "../../src/log/formats/catalog.ts";
import { parsePythonJson } from "../../src/log/read/python-json.ts";
import { sampledReverseKl } from "../../src/log/rollout.ts";
import { packZip } from "../../src/suite/open/files/zip-writer.ts";
import { sniff } from "../../src/view/header/header.ts";
import { root } from "../process/run.mjs";

const python = ["python3", "python"].find((each) => spawnSync(each, ["--version"]).status === 0);
const folder = mkdtempSync(join(tmpdir(), "fovea-dump-"));
afterAll(() => rmSync(folder, { recursive: true }));

function convert(dump: string, ...more: readonly string[]) {
  const program = join(root, "scripts", "logs", "convert_dump.py");
  const out = join(folder, "run.jsonl");
  const ran = spawnSync(python ?? "", [program, dump, "--out", out, ...more], { encoding: "utf8" });
  return { ...ran, lines: existsSync(out) ? readFileSync(out, "utf8").split("\n").slice(0, -1) : [] };
}

const withPython = test.skipIf(python === undefined);

withPython(
  "a dump's tokens, log-probabilities and images",
  () => {
    const images = join(folder, "images");
    const { lines, stdout } = convert(join(root, "scripts", "logs", "dump.pt"), "--images", images);
    expect(stdout).toContain("2 rollouts");
    const records = lines.map((line) => parsePythonJson(line) as Record<string, unknown>);
    const rollouts = records.flatMap((record) => {
      const read = rolloutsOf(record, { path: "run.jsonl", place: "" });
      return "reason" in read ? [] : read;
    });
    const [name = ""] = readdirSync(images);
    expect(rollouts).toMatchObject([
      {
        ...{
          step: 12,
          reward: 1,
          reference: "fox",
          response: "A red fox",
          promptIds: [1, 2, 3],
          group: "12-0",
        },
        images: [name],
        tokens: {
          ids: [40, 50, 60],
          texts: null,
          columns: {
            student_logprob: [-0.5, -1.25, -2],
            teacher_logprob: [-1.5, -0.25, -Infinity],
            loss_mask: [1, 1, 0],
          },
        },
        fields: { index: 0, status: "completed", metadata: { source: "test", at: [1, 2] } },
      },
      {
        ...{ prompt: "user\nWhat is it?", reward: 0.25, images: [] },
        // bfloat16 and float32 have these numbers exactly.
        tokens: { columns: { student_logprob: [-0.5, -1.25, -2], teacher_logprob: [-1.5, -0.25, -3] } },
      },
    ]);
    expect(rollouts.map(sampledReverseKl)).toEqual([0, 1 / 3]);
    expect(sniff(new Uint8Array(readFileSync(join(images, name))))).toMatchObject({
      ok: true,
      value: { format: "PNG", width: 4, height: 2 },
    });
  },
  patience(20_000),
);

withPython(
  "a pickle that would run code runs none, and what is no dump is refused",
  async () => {
    const marker = join(folder, "marker");
    const dump = join(folder, "0.pt");
    const pack = async (pickle: string) => {
      const packed = await packZip([{ path: "dump/data.pkl", bytes: new TextEncoder().encode(pickle) }]);
      writeFileSync(dump, Buffer.from(await packed.arrayBuffer()));
    };
    for (const call of [
      `cposix\nsystem\n(S'touch ${marker}'\ntR.`,
      `cbuiltins\nexec\n(S'open("${marker}", "w")'\ntR.`,
    ]) {
      await pack(call);
      expect(convert(dump)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("no list of samples"),
      });
    }
    await pack("not a pickle");
    expect(convert(dump)).toMatchObject({ status: 1, stderr: expect.stringContaining("no dump") });
    writeFileSync(dump, "x");
    expect(convert(dump)).toMatchObject({ status: 1, stderr: expect.stringContaining("no dump") });
    expect(existsSync(marker)).toBe(false);
  },
  patience(20_000),
);

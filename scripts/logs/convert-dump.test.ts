/** The converter of slime's and miles's dumps: one that torch itself wrote (make_dump.py), and pickles that would run code. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
    const file = readFileSync(join(images, name));
    expect(sniff(new Uint8Array(file))).toMatchObject({
      ok: true,
      value: { format: "PNG", width: 4, height: 2 },
    });
    // A name that no other image can have: shorter sums are the same for different images.
    expect(name).toBe(`image-${createHash("sha256").update(file).digest("hex").slice(0, 32)}.png`);
  },
  patience(20_000),
);

/** Packs a pickle in the text form of protocol 0 as torch.save does, with one storage of four float32 numbers. */
async function pack(dump: string, pickle: string) {
  const packed = await packZip([
    { path: "dump/data.pkl", bytes: new TextEncoder().encode(pickle) },
    { path: "dump/data/0", bytes: new Uint8Array(16) },
  ]);
  writeFileSync(dump, Buffer.from(await packed.arrayBuffer()));
}

/** A dump of one sample with these values of its fields, each as a pickle. */
const sampleOf = (fields: Readonly<Record<string, string>>): string =>
  `(lp0\n(dp1\n${Object.entries(fields)
    .map(([name, value]) => `S'${name}'\n${value}s`)
    .join("")}a.`;

const tensor = (offset: number | string, size: string, stride: string) =>
  `ctorch._utils\n_rebuild_tensor_v2\n((S'storage'\nctorch\nFloatStorage\nS'0'\nS'cpu'\nI4\ntQI${offset}\n(${size}t(${stride}tI00\nNtR`;

/** A value that is kept for later places, and taken from the stack. */
const kept = (value: string, at: number) => `${value}p${at}\n0`;

/** A list of nine lists, each of the same nine lists, and so on: 9 to the power of `levels` numbers in a few lines. */
function nested(levels: number): string {
  const list = (level: number) => `(${`g${10 + level}\n`.repeat(9)}l`;
  const lower = Array.from({ length: levels - 1 }, (_, level) => kept(list(level), 11 + level));
  return `${kept("I0\n", 10)}${lower.join("")}${list(levels - 1)}`;
}

withPython(
  "what a dump cannot have is refused in one sentence, and nothing is written",
  async () => {
    const [dump, out] = [join(folder, "1.pt"), join(folder, "refused", "run.jsonl")];
    mkdirSync(dirname(out));
    const images = join(folder, "refused", "images");
    const good = join(root, "scripts", "logs", "dump.pt");
    const program = join(root, "scripts", "logs", "convert_dump.py");
    const refused = [
      "not a pickle",
      sampleOf({ teacher_log_probs: tensor(2, "I3\n", "I1\n") }),
      sampleOf({ teacher_log_probs: tensor(-3, "I2\n", "I1\n") }),
      sampleOf({ teacher_log_probs: tensor(0, "I999999999999\n", "I0\n") }),
      sampleOf({ teacher_log_probs: tensor(0, "I2\n", "") }),
      sampleOf({ teacher_log_probs: "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'f8'\ntRS''\ntR" }),
      sampleOf({ multimodal_inputs: "(lp9\ng9\na" }),
      sampleOf({ tokens: "I5\n" }),
      sampleOf({ response_length: "F1e999\n" }),
      sampleOf({ metadata: nested(15) }),
      sampleOf({ multimodal_inputs: nested(15) }),
    ];
    for (const pickle of refused) {
      await pack(dump, pickle);
      const { status, stderr } = spawnSync(
        python ?? "",
        [program, good, dump, "--out", out, "--images", images],
        { encoding: "utf8" },
      );
      expect([status, stderr]).toEqual([
        1,
        expect.stringMatching(/^.*1\.pt is no dump that can be read: .+\n$/),
      ]);
      expect(readdirSync(dirname(out))).toEqual([]);
    }
  },
  patience(30_000),
);

withPython(
  "a dump that keeps Python's own reader busy is given up",
  async () => {
    const dump = join(folder, "3.pt");
    // The key is a tuple of two tuples, each of the same two, and so on: it is hashed 2 to the power of 80 times.
    const key = `I1\n${Array.from({ length: 80 }, (_, level) => `p${level + 9}\n0(g${level + 9}\ng${level + 9}\nt`).join("")}`;
    await pack(dump, `(lp0\n(dp1\n${key}I1\nsa.`);
    const hasty = `import sys; sys.path.insert(0, "scripts/logs"); import convert_dump; convert_dump.SECONDS = 0.3; convert_dump.main()`;
    const out = join(folder, "late.jsonl");
    const ran = spawnSync(python ?? "", ["-c", hasty, dump, "--out", out], { cwd: root, encoding: "utf8" });
    expect([ran.status, ran.stderr]).toEqual([
      1,
      expect.stringMatching(/reading it took more than 0 s\.\n$/),
    ]);
    expect(existsSync(out)).toBe(false);
  },
  patience(20_000),
);

withPython(
  "labels and answers that are no texts are written as JSON has them",
  async () => {
    const dump = join(folder, "2.pt");
    await pack(
      dump,
      sampleOf({ tokens: "(lI7\na", label: tensor(0, "I2\n", "I1\n"), response: "cother\nAnswer\n(tR" }),
    );
    const { status, lines } = convert(dump);
    expect(status).toBe(0);
    expect(lines.map(parsePythonJson)).toMatchObject([{ reference: [0, 0], prompt_ids: [7] }]);
    expect(lines.join()).not.toContain("response");
  },
  patience(20_000),
);

withPython(
  "a pickle that would run code runs none, and what is no dump is refused",
  async () => {
    const marker = join(folder, "marker");
    const dump = join(folder, "0.pt");
    for (const call of [
      `cposix\nsystem\n(S'touch ${marker}'\ntR.`,
      `cbuiltins\nexec\n(S'open("${marker}", "w")'\ntR.`,
    ]) {
      await pack(dump, call);
      expect(convert(dump)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("no list of samples"),
      });
    }
    await pack(dump, "not a pickle");
    expect(convert(dump)).toMatchObject({ status: 1, stderr: expect.stringContaining("no dump") });
    writeFileSync(dump, "x");
    expect(convert(dump)).toMatchObject({ status: 1, stderr: expect.stringContaining("no dump") });
    expect(existsSync(marker)).toBe(false);
  },
  patience(20_000),
);

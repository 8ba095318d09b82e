/** Looks up a repository on the hub: its commit, its files with their hashes, and the shape from its small files. */
import * as v from "valibot";
import { failure, faultFrom, type Outcome, success } from "../../base/outcome.ts";
import { type ModelTitle, readShape, type Shape } from "../../model/manifest/hub-layout.ts";
import type { ModelFile } from "../../model/manifest/manifest.ts";
import { HUB, type HubAddress } from "../../source/source.ts";
import { gitId, hashBytes } from "../transfer/hashing.ts";
import { judge, looksLikePage, webPage } from "./answers.ts";

/** A repository at one commit, with everything that a download needs. */
export interface HubModel {
  readonly title: ModelTitle;
  readonly revision: string;
  /** The base address of the files. */
  readonly base: string;
  readonly files: readonly ModelFile[];
  readonly shape: Shape;
}

/** The maximum size of a small file, in bytes. */
const LARGEST_SMALL = 32e6;

const infoSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  cardData: v.optional(v.object({ license: v.optional(v.unknown()) })),
});

const treeSchema = v.array(
  v.object({
    type: v.string(),
    path: v.string(),
    size: v.number(),
    /** Git's id of the content, or of the pointer if the content is in large file storage. */
    oid: v.string(),
    lfs: v.optional(v.object({ oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), size: v.number() })),
  }),
);
type TreeFile = v.InferOutput<typeof treeSchema>[number];

const HINT = "Check the connection; if it is fine, the hub may have changed its format.";

async function get(url: string, path: string, signal: AbortSignal): Promise<Outcome<Response>> {
  try {
    const response = await fetch(url, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
    const verdict = judge(response, path, 0, Date.now());
    if (verdict.kind === "read") return success(response);
    await response.body?.cancel();
    if (verdict.kind === "fault") return { ok: false, fault: verdict.fault };
    return failure("network", verdict.why, "Try again later.");
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, HINT) };
  }
}

async function getJson<S extends v.GenericSchema>(
  url: string,
  what: string,
  schema: S,
  signal: AbortSignal,
): Promise<Outcome<v.InferOutput<S>>> {
  const response = await get(url, what, signal);
  if (!response.ok) return response;
  try {
    return success(v.parse(schema, await response.value.json()));
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, HINT) };
  }
}

/** A small file, checked against the hash that the hub lists for it. */
async function getSmall(
  base: string,
  listed: TreeFile,
  signal: AbortSignal,
): Promise<Outcome<Uint8Array<ArrayBuffer>>> {
  if (listed.size > LARGEST_SMALL) return failure("unsupported", `${listed.path} is far too large.`, HINT);
  const response = await get(new URL(listed.path, base).href, listed.path, signal);
  if (!response.ok) return response;
  try {
    const bytes = new Uint8Array(await response.value.arrayBuffer());
    const page = looksLikePage(bytes) ? webPage(listed.path) : null;
    if (page?.kind === "fault") return { ok: false, fault: page.fault };
    const whole = listed.lfs ? hashBytes(bytes) === listed.lfs.oid : gitId(bytes) === listed.oid;
    return whole
      ? success(bytes)
      : failure("corrupt", `${listed.path} does not have the hash that the hub lists for it.`, HINT);
  } catch (thrown) {
    return { ok: false, fault: faultFrom("network", thrown, HINT) };
  }
}

const SMALL = [
  "config.json",
  "preprocessor_config.json",
  "tokenizer_config.json",
  "tokenizer.json",
  "chat_template.json",
  "chat_template.jinja",
] as const;

type Small = Readonly<Partial<Record<(typeof SMALL)[number], Uint8Array<ArrayBuffer>>>>;

async function getSmallFiles(
  base: string,
  tree: readonly TreeFile[],
  signal: AbortSignal,
): Promise<Outcome<Small>> {
  const found: Partial<Record<(typeof SMALL)[number], Uint8Array<ArrayBuffer>>> = {};
  for (const name of SMALL) {
    const listed = tree.find((file) => file.path === name);
    // The tokenizer is needed only for its hash, which large file storage lists.
    if (listed === undefined || (name === "tokenizer.json" && listed.lfs !== undefined)) continue;
    const got = await getSmall(base, listed, signal);
    if (!got.ok) return got;
    found[name] = got.value;
  }
  return success(found);
}

/** The SHA-256 of every file that is in large file storage or was read. */
function hashed(tree: readonly TreeFile[], small: Small): readonly ModelFile[] {
  return tree.flatMap((file) => {
    const bytes = small[file.path as keyof Small];
    const sha256 = file.lfs?.oid ?? (bytes === undefined ? undefined : hashBytes(bytes));
    return sha256 === undefined ? [] : [{ path: file.path, bytes: file.lfs?.size ?? file.size, sha256 }];
  });
}

function parsed(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return null;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** The shape of a model from the JSON files in its folder. */
export function shapeOf(read: (name: (typeof SMALL)[number]) => Uint8Array | undefined): Outcome<Shape> {
  const jinja = read("chat_template.jinja");
  return readShape({
    config: parsed(read("config.json")),
    preprocessor: parsed(read("preprocessor_config.json")),
    tokenizerConfig: parsed(read("tokenizer_config.json")),
    chatTemplate: parsed(read("chat_template.json")),
    jinja: jinja === undefined ? null : new TextDecoder().decode(jinja),
  });
}

/** The base address of the files of a commit. */
export function baseOf(address: HubAddress): string {
  return `${HUB}/${address.repository}/resolve/${address.revision}/`;
}

function titleOf(repository: string, revision: string, licence: unknown): ModelTitle {
  return {
    id: `${repository}@${revision.slice(0, 12)}`,
    title: repository.slice(repository.indexOf("/") + 1),
    licence: typeof licence === "string" ? licence : "not stated by the repository",
    source: `${HUB}/${repository}/tree/${revision}`,
    knows: "See the repository's card.",
  };
}

/** Requests a repository's description from the hub: at most a few megabytes of JSON, no weights. */
export async function lookUp(address: HubAddress, signal: AbortSignal): Promise<Outcome<HubModel>> {
  const { repository } = address;
  const api = `${HUB}/api/models/${repository}`;
  const info = await getJson(
    `${api}/revision/${encodeURIComponent(address.revision)}`,
    repository,
    infoSchema,
    signal,
  );
  if (!info.ok) return info;
  const revision = info.value.sha;
  const tree = await getJson(`${api}/tree/${revision}?recursive=true`, repository, treeSchema, signal);
  if (!tree.ok) return tree;
  const base = baseOf({ repository, revision });
  const small = await getSmallFiles(base, tree.value, signal);
  if (!small.ok) return small;
  const shape = shapeOf((name) => small.value[name]);
  if (!shape.ok) return shape;
  return success({
    title: titleOf(repository, revision, info.value.cardData?.license),
    revision,
    base,
    files: hashed(tree.value, small.value),
    shape: shape.value,
  });
}

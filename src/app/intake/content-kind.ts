/** The kind of a file, by its content and never by its name. */
import { formatOf } from "../../log/formats/catalog.ts";
import { isPicture } from "../../view/header/header.ts";

/** `null` for what Fovea cannot open. */
export type FileKind =
  | "session"
  | "results"
  | "run"
  | "acuity"
  | "log"
  | "suite"
  | "model"
  | "picture"
  | null;

/** Enough of a file to determine its kind. */
export const HEAD_BYTES = 65536;

type Fields = Readonly<Record<string, unknown>>;

/** Fields of the small files in a model folder: Fovea's manifest, those of the hub, and an adapter's. */
const MODEL_FIELDS: readonly string[] = [
  ...["model_type", "architectures", "opset_import", "weight_map", "tokenizer_class", "added_tokens"],
  ...["image_processor_type", "processor_class", "bos_token_id", "chat_template", "transformers_version"],
  "peft_type",
];

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The kind of a parsed JSON value; a list, or an object of no other kind, can only be questions. */
function kindOfValue(value: unknown): FileKind {
  if (Array.isArray(value)) return value.some(isObject) ? "suite" : null;
  if (!isObject(value)) return null;
  if (value["format"] === "fovea-session") return "session";
  if (formatOf(value) !== null) return "log";
  if (value["format"] === "fovea-results" || value["fovea"] === "results") return "results";
  if (value["format"] === "fovea-run") return "run";
  if (value["format"] === "fovea-acuity") return "acuity";
  if (value["schema"] === 1 && "plan" in value && "image" in value) return "session";
  const isManifest = "family" in value && "graphs" in value;
  return isManifest || MODEL_FIELDS.some((field) => field in value) ? "model" : "suite";
}

/** First fields of the lines of logs, and what follows them: such lines are often too long to be parsed from their beginning. */
const LOG_FIELDS: ReadonlyMap<string, RegExp> = new Map([
  ["step", /^\{\s*"step"\s*:\s*\[[\s\S]*"(?:prompt|messages)"\s*:\s*\[/],
  ["gen_step", /"(?:prompt|messages)"\s*:\s*\[/],
  ["input", /"output"\s*:\s*"/],
  ["schema_version", /"token_ids"\s*:\s*\[/],
  ["tokens", /"metrics"\s*:\s*\{/],
]);

function beginsLog(text: string): boolean {
  const [, field = ""] = /^\{\s*"(\w+)"/.exec(text) ?? [];
  return LOG_FIELDS.get(field)?.test(text) ?? false;
}

/** The same from the beginning of a text that is cut off, too long to parse, or broken. */
function kindOfBeginning(text: string): FileKind {
  if (/"format"\s*:\s*"fovea-session"/.test(text)) return "session";
  if (/"format"\s*:\s*"fovea-results"|"fovea"\s*:\s*"results"/.test(text)) return "results";
  if (/"format"\s*:\s*"fovea-run"/.test(text)) return "run";
  if (/"format"\s*:\s*"fovea-acuity"/.test(text)) return "acuity";
  if (/^\{[^{]{0,200}"schema"\s*:\s*1\b/.test(text) && /"plan"\s*:/.test(text)) return "session";
  if (beginsLog(text)) return "log";
  const fields = /"(\w+)"\s*:/g;
  for (const [, field = ""] of text.matchAll(fields)) if (MODEL_FIELDS.includes(field)) return "model";
  return /^[[{]\s*["{[]/.test(text) ? "suite" : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The name of a column, quoted or not. */
const COLUMN = /^"?[\p{L}\p{N}_ ./()#-]{1,40}"?$/u;

/** A table has column names in its first line, and as many cells in the next. */
function isTable(text: string): boolean {
  const [first = "", second = ""] = text.split(/\r\n|[\r\n]/).filter((line) => !/^sep=./i.test(line));
  return ["\t", ";", ","].some((separator) => {
    const names = first.split(separator);
    const fits = names.length > 1 && names.every((name) => COLUMN.test(name.trim()));
    return fits && second.split(separator).length >= names.length;
  });
}

/**
 * The kind of a text, of which `text` may be only the beginning. JSON lines are recognised by their first line, and a table
 * of results by its leading comment.
 */
export function kindOfText(text: string): FileKind {
  const begun = text.replace(/^\uFEFF/, "").trimStart();
  if (begun === "") return null;
  if (begun.startsWith("#")) return kindOfBeginning(begun.slice(0, begun.indexOf("\n")).replace(/^#\s*/, ""));
  if (!/^[[{]/.test(begun)) return isTable(begun) ? "suite" : null;
  const value = parsed(begun) ?? parsed(begun.slice(0, begun.indexOf("\n")));
  return value === undefined ? kindOfBeginning(begun) : kindOfValue(value);
}

const latin = (bytes: Uint8Array, at: number, count: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + count));

/** Safetensors: the length of a JSON header, then the header. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 10) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(4, true) === 0 && view.getUint32(0, true) > 1 && latin(bytes, 8, 2) === '{"';
}

/** ONNX is a protocol buffer: its version, then usually the producer, or the graph. */
function isOnnx(bytes: Uint8Array): boolean {
  const [tag = 0, version = 0, next = 0] = bytes;
  return tag === 0x08 && version > 0 && version < 32 && [0x12, 0x1a, 0x22, 0x2a, 0x3a, 0x42].includes(next);
}

/** Text in any encoding lacks the bytes that no text contains. */
function textOf(bytes: Uint8Array): string | null {
  const marked = latin(bytes, 0, 2);
  if (marked === "\xff\xfe") return new TextDecoder("utf-16le").decode(bytes);
  if (marked === "\xfe\xff") return new TextDecoder("utf-16be").decode(bytes);
  return bytes.some((byte) => byte < 9) ? null : new TextDecoder().decode(bytes);
}

export function isParquet(bytes: Uint8Array): boolean {
  return latin(bytes, 0, 4) === "PAR1";
}

/** The kind of a file from its first bytes: `HEAD_BYTES` of them, or all. */
export function kindOfContent(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return null;
  if (isSafetensors(bytes) || isOnnx(bytes)) return "model";
  if (latin(bytes, 0, 4) === "PK\x03\x04" || isParquet(bytes)) return "suite";
  if (isPicture(bytes)) return "picture";
  const text = textOf(bytes);
  return text === null ? null : kindOfText(text);
}

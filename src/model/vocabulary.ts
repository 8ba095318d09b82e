/** Vocabularies: a tokenizer, or a plain list of pieces, which can only decode. */
import * as v from "valibot";
import type { TokenId } from "../base/ids.ts";
import { failure, type Outcome, success } from "../base/outcome.ts";
import type { ModelFiles } from "./adapter.ts";
import { readJson, readText } from "./files.ts";
import { type TextStream, windowStream } from "./text-stream.ts";
import { createTokenizer } from "./tokenizer.ts";

export interface Vocabulary {
  textStream(): TextStream;
  /** The ids of a text. Faults: unsupported, if the vocabulary can only decode. */
  encode(text: string): Outcome<readonly TokenId[]>;
}

/** The vocabulary of tokenizer.json and tokenizer_config.json. */
export function tokenizerVocabulary(files: ModelFiles): Outcome<Vocabulary> {
  const json = readJson(files, "tokenizer.json");
  if (!json.ok) return json;
  const config = readJson(files, "tokenizer_config.json");
  if (!config.ok) return config;
  const tokenizer = createTokenizer(json.value, config.value);
  if (!tokenizer.ok) return tokenizer;
  return success({
    textStream: () => windowStream(tokenizer.value.decode),
    encode: (text) => success(tokenizer.value.encode(text)),
  });
}

function readPieces(files: ModelFiles, path: string): Outcome<readonly string[]> {
  if (!path.endsWith(".json")) {
    const text = readText(files, path);
    return text.ok ? success(text.value.replace(/\r?\n$/, "").split(/\r?\n/)) : text;
  }
  const json = readJson(files, path);
  if (!json.ok) return json;
  const parsed = v.safeParse(v.array(v.string()), json.value);
  return parsed.success ? success(parsed.output) : failure("badInput", `${path} is not a list of pieces.`);
}

/** The vocabulary of a plain list: one piece per line, or a JSON array. It must have `size` pieces. */
export function listVocabulary(
  files: ModelFiles,
  path: string,
  joint: string,
  size: number,
): Outcome<Vocabulary> {
  const pieces = readPieces(files, path);
  if (!pieces.ok) return pieces;
  if (pieces.value.length !== size) {
    const found = pieces.value.length;
    return failure("badInput", `${path} lists ${found} pieces; the manifest's vocabularySize is ${size}.`);
  }
  const textStream = (): TextStream => {
    let before = "";
    return {
      push(id) {
        const text = `${before}${pieces.value[id] ?? ""}`;
        before = joint;
        return text;
      },
      rest: () => "",
    };
  };
  return success({
    textStream,
    encode: () =>
      failure("unsupported", `${path} is a list of pieces, which can decode but not encode text.`),
  });
}

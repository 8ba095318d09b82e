/** The results of a run over a suite, item by item, and the header that says how they were obtained. */
import * as v from "valibot";
import type { ModelId } from "../../base/ids.ts";
import { parseInterpretation } from "../open/boxes/box-interpretation.ts";
import { KEY_INTERPRETATIONS } from "../open/choices/answer-key.ts";
import { ROLES } from "../open/columns/names.ts";
import { PICKS } from "../order.ts";

/**
 * The conditions under which an item is asked. Global: the full image, without a box. Grounded: the box drawn into the
 * image. Told: the box's numbers in the text (the word is part of the file format). Isolated: the full image with everything
 * but the evidence grey. Matched: the evidence crop with only the pixels that the model keeps of it in the full image.
 * Regional: the evidence crop alone. Blank: a blank image. Results files keep answers by condition in fields called `looks`.
 */
export const CONDITIONS = ["global", "grounded", "told", "isolated", "matched", "regional", "blank"] as const;
export type Condition = (typeof CONDITIONS)[number];

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const answer = v.object({ text: v.string(), right: v.boolean(), confidence: share });

/**
 * An answer and whether it is right. `confidence` is the probability of the whole answer, stop token included; for a choice
 * by likelihood it is the choice's share of the probability of all choices.
 */
export type ItemAnswer = v.InferOutput<typeof answer>;

const itemResult = v.object({
  id: v.string(),
  dimension: v.string(),
  /** The image's file within the suite. */
  image: v.string(),
  /** The evidence box's share of the image's area; null without a box. */
  area: v.nullable(v.number()),
  question: v.string(),
  /** The right answer. */
  answer: v.string(),
  /** Its choices in the order in which they were offered, and which are right; left out where the question is open. */
  choices: v.exactOptional(v.array(v.string())),
  correct: v.exactOptional(v.array(v.array(v.number()))),
  /** Only the conditions that were asked. */
  looks: v.partial(
    v.object({
      global: answer,
      grounded: answer,
      told: answer,
      isolated: answer,
      matched: answer,
      regional: answer,
      blank: answer,
    }),
  ),
  /** Mean over the global answer's tokens of JSD(0.5) between the global and the regional condition, in nats. */
  divergence: v.nullable(v.number()),
  /** Mean of the header's formula over the global answer's tokens; null where it has no value. */
  formula: v.exactOptional(v.nullable(v.number())),
  /** Visual advantage of the regional answer's tokens, in nats (VA-OPD eq. 2); empty where it was not measured. */
  advantages: v.array(v.number()),
  /** Whether each answer sampled from the full image was right; empty where none was sampled. */
  samples: v.array(v.boolean()),
});

/** One item that was asked. */
export type ItemResult = v.InferOutput<typeof itemResult>;

const failedItem = v.object({ id: v.string(), failed: v.string() });

/** One item that could not be asked, and why. */
export type FailedItem = v.InferOutput<typeof failedItem>;

/** A line of a results file after its header. */
export type ResultRecord = ItemResult | FailedItem;

const runCard = v.object({
  build: v.string(),
  modelBackend: v.string(),
  numbersBackend: v.string(),
  adapter: v.string(),
  weightsSha256: v.string(),
  weights: v.exactOptional(
    v.object({
      id: v.pipe(
        v.string(),
        v.transform((id) => id as ModelId),
      ),
      version: v.number(),
      parent: v.nullable(v.string()),
    }),
  ),
  runtime: v.string(),
});

const resultsHeader = v.object({
  format: v.literal("fovea-results"),
  schema: v.literal(1),
  suite: v.object({ title: v.string(), items: v.number() }),
  model: v.object({ id: v.string(), title: v.string() }),
  /** How multiple choice was scored. */
  choices: v.picklist(["letter", "likelihood"]),
  /** The seed of the order of each item's choices; left out where they kept their own. */
  shuffle: v.exactOptional(v.number()),
  /** How the answer key was interpreted; left out where no item's key had to be. */
  key: v.exactOptional(v.picklist(KEY_INTERPRETATIONS)),
  /** How the boxes were interpreted, in the notation of `--boxes`; left out where no item's box had to be. */
  boxes: v.exactOptional(
    v.pipe(
      v.string(),
      v.check((name) => parseInterpretation(name).ok, "not an interpretation of boxes"),
    ),
  ),
  /** Which column was what, where that was assigned. */
  columns: v.exactOptional(
    v.record(v.picklist(ROLES), v.exactOptional(v.pipe(v.array(v.string()), v.readonly()))),
  ),
  /** Whether number words counted as numbers and articles were ignored; left out where they did not. */
  numberWords: v.exactOptional(v.boolean()),
  looks: v.array(v.picklist(CONDITIONS)),
  /** The longest edge of full images in pixels; left out where it was the model's usual one. */
  longestEdge: v.exactOptional(v.number()),
  /** Whether divergence and visual advantage were measured. */
  signals: v.boolean(),
  /** A formula of one's own that was measured with them (docs/formulas.md); left out where there was none. */
  formula: v.exactOptional(v.object({ name: v.string(), text: v.string() })),
  /** Which items, and in what order. */
  part: v.object({
    dimensions: v.nullable(v.array(v.string())),
    limit: v.nullable(v.number()),
    /** Files written before there was a choice are spread evenly. */
    pick: v.optional(v.picklist(PICKS), "spread"),
    seed: v.nullable(v.number()),
  }),
  /** How many answers were sampled per item, and from which seed. */
  samples: v.object({ count: v.number(), seed: v.number() }),
  card: runCard,
});

/** The first line of a results file: what was asked of which model, and on what it ran. */
export type ResultsHeader = v.InferOutput<typeof resultsHeader>;

/** A results file, opened. */
export interface Results {
  readonly header: ResultsHeader;
  readonly items: readonly ItemResult[];
  readonly failed: readonly FailedItem[];
  /** Lines that could not be read, from 1, such as one that was cut off in the middle of writing. */
  readonly broken: readonly { readonly line: number; readonly reason: string }[];
}

const reasonOf = (issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string =>
  `${v.getDotPath(issues[0]) ?? "it"}: ${issues[0].message}`;

/** An unknown value as a record, or why it is not one. */
export function parseRecord(value: unknown): { readonly record: ResultRecord } | { readonly reason: string } {
  const isFailed = typeof value === "object" && value !== null && "failed" in value;
  const parsed = isFailed ? v.safeParse(failedItem, value) : v.safeParse(itemResult, value);
  return parsed.success ? { record: parsed.output } : { reason: reasonOf(parsed.issues) };
}

/** Earlier files were marked by `fovea: "results"`. */
function withFormat(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("fovea" in value)) return value;
  const { fovea, ...rest } = value;
  return fovea === "results" ? { format: "fovea-results", ...rest } : value;
}

/** An unknown value as a header, or why it is not one. */
export function parseHeader(
  value: unknown,
): { readonly header: ResultsHeader } | { readonly reason: string } {
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : null;
  if (typeof schema === "number" && schema > 1)
    return { reason: `It was written by a newer Fovea (schema ${schema}).` };
  const parsed = v.safeParse(resultsHeader, withFormat(value));
  return parsed.success ? { header: parsed.output } : { reason: reasonOf(parsed.issues) };
}

/** Gathers records into a results file's two lists; a later record of the same item replaces an earlier one. */
export function gather(
  header: ResultsHeader,
  records: readonly ResultRecord[],
  broken: Results["broken"],
): Results {
  const latest = [...new Map(records.map((record) => [record.id, record])).values()];
  return {
    header,
    items: latest.filter((record): record is ItemResult => !("failed" in record)),
    failed: latest.filter((record): record is FailedItem => "failed" in record),
    broken,
  };
}

/** A rollout that a training program logged: what its log states, under the same names for every format. */
import type { Box } from "../view/box.ts";

/** The formats of logs that are read. */
export type FormatId = "verl" | "completions" | "primeRl" | "tokens";

export type Fields = Readonly<Record<string, unknown>>;

/** One number per token; null where the log has none for that token. */
export type LoggedColumn = readonly (number | null)[];

/**
 * Names of columns whose meaning is known: log-probabilities in nats of the student while it answered and of the teacher,
 * entropy in nats, and whether the loss counts the token (1 or 0). Other columns keep the name that the log gives them.
 */
export const COLUMN = {
  student: "student_logprob",
  teacher: "teacher_logprob",
  entropy: "entropy",
  mask: "loss_mask",
} as const;

/** The tokens of an answer. Ids, texts and columns that are there all have the same length. */
export interface LoggedTokens {
  readonly ids: readonly number[] | null;
  /** The text of each token. */
  readonly texts: readonly string[] | null;
  readonly columns: Readonly<Record<string, LoggedColumn>>;
}

/** What a line that Fovea wrote says about the data row that the prompt is about; sides and box as shares of the image. */
export interface LoggedSubject {
  readonly question: string;
  readonly image: string | null;
  readonly crop: string | null;
  readonly box: Box | null;
}

export interface LoggedRollout {
  /** Its position, for a person: "12.jsonl, line 3". */
  readonly place: string;
  readonly format: FormatId;
  /** The step of training in which it was sampled. */
  readonly step: number | null;
  /** The prompt's text; empty where the log has none. */
  readonly prompt: string;
  /** The prompt's token ids, where the log has these instead of its text. */
  readonly promptIds: readonly number[] | null;
  /** The answer's text. */
  readonly response: string | null;
  /** The right answer, as a text. */
  readonly reference: string | null;
  readonly reward: number | null;
  readonly advantage: number | null;
  /** The log's own name of the group of siblings. */
  readonly group: string | null;
  /** Names of the images of its prompt. */
  readonly images: readonly string[];
  readonly tokens: LoggedTokens | null;
  readonly subject: LoggedSubject | null;
  /** All other fields, as they are in the log. */
  readonly fields: Fields;
}

/** What a log may have of a rollout. */
export const QUANTITIES = [
  "step",
  "prompt",
  "response",
  "images",
  "reward",
  "advantage",
  "reference",
  "ids",
  "student",
  "teacher",
  "entropy",
] as const;

export type Quantity = (typeof QUANTITIES)[number];

export const QUANTITY_WORDS: Readonly<Record<Quantity, string>> = {
  step: "training step",
  prompt: "text of the prompt",
  response: "text of the answer",
  images: "names of the images",
  reward: "reward",
  advantage: "advantage",
  reference: "right answer",
  ids: "token ids",
  student: "log-probabilities of the student",
  teacher: "log-probabilities of the teacher",
  entropy: "entropy of the student",
};

/** How many tokens the answer has; null where the log has only its text. */
export function tokenCount({ tokens }: Pick<LoggedRollout, "tokens">): number | null {
  if (tokens === null) return null;
  const [column] = Object.values(tokens.columns);
  return (tokens.ids ?? tokens.texts ?? column)?.length ?? null;
}

/** Whether a rollout has a quantity. */
export function hasQuantity(rollout: LoggedRollout, quantity: Quantity): boolean {
  const { tokens } = rollout;
  switch (quantity) {
    case "prompt":
      return rollout.prompt !== "";
    case "images":
      return rollout.images.length > 0;
    case "ids":
      return tokens?.ids != null;
    case "student":
    case "teacher":
    case "entropy":
      return tokens?.columns[COLUMN[quantity]] !== undefined;
    case "step":
    case "response":
    case "reward":
    case "advantage":
    case "reference":
      return rollout[quantity] !== null;
    default:
      return quantity satisfies never;
  }
}

/**
 * The mean over the answer's tokens of log p − log q, student minus teacher, in nats: the estimate k1 of the reverse KL
 * divergence from the sampled tokens. Tokens that the loss leaves out do not count. Null where either side is missing.
 */
export function sampledReverseKl({ tokens }: Pick<LoggedRollout, "tokens">): number | null {
  const student = tokens?.columns[COLUMN.student];
  const teacher = tokens?.columns[COLUMN.teacher];
  if (student === undefined || teacher === undefined) return null;
  const mask = tokens?.columns[COLUMN.mask];
  const gaps = student.flatMap((logProb, t) => {
    const other = teacher[t] ?? null;
    return logProb === null || other === null || mask?.[t] === 0 ? [] : [logProb - other];
  });
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  return Number.isNaN(mean) ? null : mean;
}

/** The content of a row, before its images are found and its boxes interpreted. */

import type { DraftBox } from "./boxes/boxes-field.ts";
import type { AnswerKey, Correct } from "./choices/answer-key.ts";
import type { Choices } from "./choices/choices.ts";

/** A row of one of the suite's lists, before anyone knows what it means. */
export interface Row {
  /** The list's path. */
  readonly list: string;
  /** Its position, for a person: "items.jsonl, line 12". */
  readonly place: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether a person said which of its columns is what. */
  readonly mapped?: true;
}

/** A row that is left out, and why. */
export interface BrokenRow {
  readonly place: string;
  readonly reason: string;
}

/** The shapes of records that are recognised. */
export type Shape = "fovea" | "zoomBench" | "vStar" | "chat" | "plain";

/** How the image is given: by a name, or as the file beside the record. */
export type ImageReference = { readonly kind: "named"; readonly name: string } | { readonly kind: "beside" };

/** The right answer: as the record states it, to be read as the whole suite's, or known from the shape of the record. */
export type DraftKey =
  | { readonly kind: "stated"; readonly key: AnswerKey }
  | { readonly kind: "known"; readonly correct: Correct; readonly answer: string };

export interface Draft {
  readonly row: Row;
  readonly shape: Shape;
  /** Null where the record has none; it then gets one from its image and question. */
  readonly id: string | null;
  readonly image: ImageReference;
  readonly dimension: string;
  readonly question: string;
  readonly key: DraftKey;
  readonly evidence: readonly string[];
  readonly choices: Choices;
  /** Boxes whose numbers are not yet interpreted; several together are one evidence region. */
  readonly boxes: readonly DraftBox[];
  /** The path of the supplied evidence crop; null where there is none. */
  readonly crop: string | null;
}

/** The draft of a row, or why it has none. */
export type DraftOrReason = { readonly draft: Draft } | { readonly reason: string };

/**
 * The `wgsl` route to the numbers of src/math/support/pair.ts: both sides' rows in, from memory or from a buffer that a model
 * left on the device, and only a few words per row read back.
 */
import { failure, type Outcome, success } from "../../src/base/outcome.ts";
import {
  effectiveK,
  emptyPairNumbers,
  emptyRowNumbers,
  type PairNumbers,
  type PairOptions,
  pairMistake,
  type RowNumbers,
  rowMistake,
  type ScoreOptions,
  type SideName,
  scoreMistake,
} from "../../src/math/support/pair.ts";
import {
  bufferMistake,
  encodeTopK,
  forSides,
  mergeGroups,
  type Rows,
  taskOf,
  topBuffers,
  WORD_BYTES,
} from "../kernel/encode.ts";
import { type Arena, dispatch } from "../kernel/run.ts";
import { mostGroups } from "../kernel/task.ts";
import { type Measurement, measured } from "../kernel/tiles.ts";
import { SIDE_WORDS, scoreMergePass, scorePass, sideFrom } from "../rows/score.ts";
import { AGREEMENT_WORDS, agreementPass } from "./agreement.ts";
import type { Alongside } from "./alongside.ts";
import { divergenceMergePass, divergencePass, PAIR_WORDS } from "./divergence.ts";
import { ESTIMATE_WORDS, estimatorsPass } from "./estimators.ts";
import { innerBeta, MIXTURE_WORDS, mixtureMergePass, mixturePass } from "./mixture.ts";
import { type PairResult, pairNumbersFrom, selectedOf, settle } from "./pair-numbers.ts";

/**
 * One side alone: log-sum-exp, entropy, and the token's log-probability and rank from one read of the logits, and the K
 * largest. Faults: badInput (shape, options, a row without a softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function scoreRowsOnDevice(
  device: GPUDevice,
  rows: Rows,
  ids: Uint32Array,
  options: ScoreOptions,
): Promise<Outcome<RowNumbers>> {
  const mistake = scoreMistake(rows, ids, options) ?? bufferMistake(rows);
  if (mistake !== null) return failure("badInput", mistake);
  const { vocabulary } = rows;
  const settings = { ...options, vocabulary, beta: 0 };
  const k = effectiveK(options.k, vocabulary);
  const numbers = emptyRowNumbers(rows.rows, k);
  if (rows.rows === 0) return success(numbers);
  const words = await measured(device, { student: rows }, (arena, tileRows) => {
    const tokens = arena.filled(new Uint32Array(ids).buffer, "upload");
    const states = arena.buffer(rows.rows * SIDE_WORDS * WORD_BYTES, "result");
    const partials = arena.buffer(mostGroups(tileRows) * SIDE_WORDS * WORD_BYTES, "work");
    const top = topBuffers(arena, rows.rows, k);
    return {
      results: { states, ids: top.ids, bits: top.bits },
      encode(tile) {
        const { student } = tile.windows;
        const task = taskOf(tile, [student], settings);
        const score = forSides(device, scorePass, tile, [[rows, student]]);
        dispatch(
          device,
          tile.encoder,
          score,
          [task, student.binding, tokens, partials],
          [tile.chunks, tile.rows],
        );
        dispatch(device, tile.encoder, scoreMergePass, [task, partials, states], mergeGroups(tile.rows));
        encodeTopK(device, tile, [rows, student], settings, top);
      },
    };
  });
  if (!words.ok) return words;
  for (let row = 0; row < rows.rows; row++) {
    const side = sideFrom(words.value.states, row * SIDE_WORDS, options.temperature);
    const defect = settle(numbers, row, side, { ...words.value, selected: k }, options.temperature);
    if (defect !== null) return failure("badInput", rowMistake("student", row, defect));
  }
  return success(numbers);
}

/** Sets up the kernels of a pair: everything in one read of the logits, then what needs a second, then the largest. */
function measurePair(
  device: GPUDevice,
  sides: Readonly<Record<SideName, Rows>>,
  ids: Uint32Array,
  options: PairOptions,
  alongside: Alongside,
) {
  const { rows, vocabulary } = sides.student;
  const selected = selectedOf(options.k, vocabulary);
  const settings = { ...options, k: selected, vocabulary, beta: innerBeta(options.beta) };
  // A workgroup has a row's K tokens, a few to an invocation.
  const ofTokens = { chunks: 1, quadsPerChunk: selected };
  return (arena: Arena, tileRows: number): Measurement<SideName, string> => {
    const tokens = arena.filled(new Uint32Array(ids).buffer, "upload");
    const pairs = arena.buffer(rows * PAIR_WORDS * WORD_BYTES, "result");
    const mixtures = arena.buffer(rows * MIXTURE_WORDS * WORD_BYTES, "result");
    const partials = arena.buffer(mostGroups(tileRows) * PAIR_WORDS * WORD_BYTES, "work");
    const agreements = arena.buffer(rows * AGREEMENT_WORDS * WORD_BYTES, "result");
    const estimates = arena.buffer(rows * ESTIMATE_WORDS * WORD_BYTES, "result");
    const studentTop = topBuffers(arena, rows, selected);
    const teacherTop = topBuffers(arena, rows, selected);
    const further = alongside(arena, tileRows);
    return {
      results: {
        ...further.results,
        pairs,
        mixtures,
        agreements,
        estimates,
        studentIds: studentTop.ids,
        studentBits: studentTop.bits,
        teacherIds: teacherTop.ids,
        teacherBits: teacherTop.bits,
      },
      encode(tile) {
        const { encoder } = tile;
        const { student, teacher } = tile.windows;
        const task = taskOf(tile, [student, teacher], settings);
        const both = [task, student.binding, teacher.binding];
        const groups = [tile.chunks, tile.rows] as const;
        const each = [
          [sides.student, student],
          [sides.teacher, teacher],
        ] as const;
        const divergence = forSides(device, divergencePass, tile, each);
        const mixture = forSides(device, mixturePass, tile, each);
        dispatch(device, encoder, divergence, [...both, tokens, partials], groups);
        dispatch(device, encoder, divergenceMergePass, [task, partials, pairs], mergeGroups(tile.rows));
        dispatch(device, encoder, mixture, [...both, pairs, partials], groups);
        dispatch(device, encoder, mixtureMergePass, [task, partials, mixtures], mergeGroups(tile.rows));
        encodeTopK(device, tile, each[0], settings, studentTop);
        encodeTopK(device, tile, each[1], settings, teacherTop);
        dispatch(device, encoder, estimatorsPass, [task, pairs, estimates], mergeGroups(tile.rows));
        const agreement = forSides(device, agreementPass, ofTokens, each);
        const tops = [studentTop.ids, teacherTop.ids];
        dispatch(device, encoder, agreement, [...both, pairs, ...tops, agreements], [1, tile.rows]);
        further.encode(tile, { task, pairs });
      },
    };
  };
}

/** Nothing else is read. */
const NOTHING: Alongside = () => ({ results: {}, encode: () => undefined });

/** The numbers of a pair, and the words of what was read alongside, by the names of its results. */
interface ComparedAlongside {
  readonly numbers: PairNumbers;
  readonly words: Readonly<Record<string, Uint32Array>>;
}

/**
 * Both sides and what is between them, and further reads that share the first one. Whatever it allocates on the device is
 * destroyed before it returns. Faults: badInput (shapes, options, a row without a softmax), outOfMemory, deviceLost, unsupported, bug.
 */
export async function comparePairsAlongside(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  ids: Uint32Array,
  options: PairOptions,
  alongside: Alongside = NOTHING,
): Promise<Outcome<ComparedAlongside>> {
  const mistake =
    pairMistake(student, teacher, ids, options) ?? bufferMistake(student) ?? bufferMistake(teacher);
  if (mistake !== null) return failure("badInput", mistake);
  if (student.rows === 0) return success({ numbers: emptyPairNumbers(0, 0), words: {} });
  const words = await measured(
    device,
    { student, teacher },
    measurePair(device, { student, teacher }, ids, options, alongside),
  );
  if (!words.ok) return words;
  const numbers = pairNumbersFrom(words.value as Record<PairResult, Uint32Array>, student, options);
  return numbers.ok ? success({ numbers: numbers.value, words: words.value }) : numbers;
}

/** Both sides and what is between them; see `comparePairsAlongside`. */
export async function comparePairsOnDevice(
  device: GPUDevice,
  student: Rows,
  teacher: Rows,
  ids: Uint32Array,
  options: PairOptions,
): Promise<Outcome<PairNumbers>> {
  const found = await comparePairsAlongside(device, student, teacher, ids, options);
  return found.ok ? success(found.value.numbers) : found;
}

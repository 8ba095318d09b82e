/** Joining both sides' alternatives. */
import { describe, expect, test } from "vitest";
import type { Nats, TokenId } from "../../base/ids.ts";
import type { Alternative, Side } from "../../evidence/replay.ts";
import { joinAlternatives, tailMass } from "./alternatives.ts";
import { inspect, largestDisagreement } from "./inspected.ts";

const alternative = (token: number, share: number): Alternative => ({
  token: token as TokenId,
  text: `t${token}`,
  logProb: Math.log(share) as Nats,
});

const side = (role: Side["role"], generated: number, alternatives: readonly Alternative[]): Side => ({
  role,
  logProb: [Math.log(generated) as Nats],
  entropy: [1 as Nats],
  rank: [1],
  alternatives: [alternatives],
  card: {
    build: "",
    modelBackend: "wasm",
    numbersBackend: "cpu",
    adapter: "none",
    weightsSha256: "",
    runtime: "",
  },
});

describe("both sides' alternatives", () => {
  const student = side("student", 0.5, [alternative(1, 0.5), alternative(2, 0.3)]);
  const teacher = side("teacher", 0.001, [alternative(3, 0.9), alternative(2, 0.05)]);
  const rows = joinAlternatives(student, teacher, 0, { token: 1, text: "t1" });

  test("are one row per token, the most likely on either side first", () => {
    expect(rows.map((row) => row.token)).toEqual([3, 1, 2]);
    expect(rows.map((row) => row.generated)).toEqual([false, true, false]);
  });

  test("have both probabilities where both are known", () => {
    const shared = rows.find((row) => row.token === 2);
    expect(Math.exp(shared?.student.logProb ?? 0)).toBeCloseTo(0.3);
    expect(Math.exp(shared?.teacher.logProb ?? 0)).toBeCloseTo(0.05);
  });

  test("take the generated token from its own log-probability, and others as at most the last listed one", () => {
    const [first, generated] = rows;
    expect(generated?.teacher).toEqual({ logProb: Math.log(0.001), bound: false, rank: 1 });
    expect(first?.student).toEqual({ logProb: Math.log(0.3), bound: true, rank: 2 });
  });

  test("list the generated token even if it is in neither list", () => {
    const unlikely = joinAlternatives(student, teacher, 0, { token: 9, text: "t9" });
    expect(unlikely.find((row) => row.generated)?.student).toEqual({
      logProb: Math.log(0.5),
      bound: false,
      rank: 1,
    });
  });

  test("have ranks on both sides, and a tail that is the rest of the probability", () => {
    expect(rows.map((row) => [row.student.rank, row.teacher.rank])).toEqual([
      [2, 1],
      [1, 1],
      [2, 2],
    ]);
    expect(tailMass(rows, "student")).toBeCloseTo(1 - 0.5 - 0.3);
    expect(tailMass(rows, "teacher")).toBeCloseTo(1 - 0.9 - 0.001 - 0.05);
  });
});

describe("the token in the inspector", () => {
  const token = (index: number, divergence: number | null) => ({
    index,
    text: "",
    divergence,
    logProb: 0,
    teacherInstead: null,
  });

  test("is the selected one, else the first of the largest disagreements, else none", () => {
    const tokens = [token(0, 0.1), token(1, 0.4), token(2, 0.4)];
    expect(inspect(0, tokens)).toEqual({ index: 0, chosen: true });
    expect(inspect(null, tokens)).toEqual({ index: 1, chosen: false });
    expect(inspect(7, tokens)).toEqual({ index: 1, chosen: false });
    expect(inspect(null, [token(0, null)])).toBeNull();
    expect(largestDisagreement([])).toBeNull();
  });
});

import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { JSD_HALF } from "../../evidence/replay.ts";
import { DivergenceFormula, DivergenceSymbol } from "./DivergenceWords.tsx";

const written = (kind: string, beta: number): string =>
  renderToStaticMarkup(
    <>
      <DivergenceSymbol divergence={{ ...JSD_HALF, kind, beta }} />{" "}
      <DivergenceFormula divergence={{ ...JSD_HALF, kind, beta }} />
    </>,
  ).replace(/<[^>]*>/g, "");

test("at β = 0 and 1 the JSD is written as the KL that it equals, without a factor", () => {
  expect(written("jsd", 0)).toBe("KL(q ‖ p) = Σ q (ln q − ln p)");
  expect(written("jsd", 0)).toBe(written("forwardKl", 0.5));
  expect(written("jsd", 1)).toBe("KL(p ‖ q) = Σ p (ln p − ln q)");
  expect(written("jsd", 1)).toBe(written("reverseKl", 0.5));
});

test("one unknown to this version is never written as another", () => {
  expect(written("later", 0.5)).toBe("later unknown to this version of Fovea");
});

test("between them it is written with its mixture", () => {
  expect(written("jsd", 0.5)).toBe("JSD½ = ½ KL(q ‖ m) + ½ KL(p ‖ m), m = ½ q + ½ p");
  expect(written("jsd", 0.1)).toContain("JSD0.1 = 0.1 KL(q ‖ m) + 0.9 KL(p ‖ m)");
  expect(written("jsd", 0.9)).toContain("0.1 KL(p ‖ m)");
});

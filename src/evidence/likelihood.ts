/** Answers that are given rather than said, to be weighed under a showing: multiple choice by likelihood. */
import type { Showing } from "./views/showing.ts";

export interface LikelihoodRequest {
  readonly showing: Showing;
  readonly answers: readonly string[];
}

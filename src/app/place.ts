/** The pages of Fovea. */

export type Place = "playground" | "suite" | "items" | "lab" | "logs" | "scenes" | "acuity";

/** The measurements that come with Fovea, by the names of their files in public/acuity. */
export const RECORDED = ["fovea-mini-identification-size", "fovea-nano-identification-size"] as const;

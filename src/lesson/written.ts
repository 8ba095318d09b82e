/** Figures from the reader's own run, formatted for sentences. */

/** "0.42 nats", with a true minus sign; null stays null. */
export function nats(value: number | null, decimals = 2): string | null {
  if (value === null) return null;
  const size = Math.abs(value).toFixed(decimals);
  return `${value < 0 && Number(size) !== 0 ? "−" : ""}${size} nats`;
}

/** "1.2e-6 nats", for values far below what decimals show; null stays null. */
export function tinyNats(value: number | null): string | null {
  return value === null ? null : `${value.toExponential(1).replace("-", "−")} nats`;
}

/** "87 %"; null stays null. */
export function percent(share: number | null): string | null {
  return share === null ? null : `${Math.round(share * 100)} %`;
}

/** Reads the model's attention on the current image, and follows the box. */
import type { AttentionRequest } from "../../evidence/maps/attention.ts";
import { showingKey } from "../../evidence/views/showing.ts";
import { currentContrast } from "../../session/derived.ts";
import type { AppServices } from "../services.ts";
import type { AppState } from "../state.ts";
import type { AttributionStore } from "./attribution-state.ts";

/** The request for the current state; null before an image and a question are there. */
export function wantedAttention({ session }: Pick<AppState, "session">): AttentionRequest | null {
  const contrast = currentContrast(session);
  if (contrast === null || session.plan === null || session.plan.question.trim() === "") return null;
  return { showing: contrast.student, picture: 0, box: session.plan.box };
}

export function attentionKey({ showing, picture, box }: AttentionRequest): string {
  return JSON.stringify([showingKey(showing), picture, box.x, box.y, box.width, box.height]);
}

/** Repeats until the reading matches the current state: a box that has moved meanwhile is read next. */
export async function readAttention(
  services: AppServices,
  store: AttributionStore,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const wanted = wantedAttention(services.store.getState());
    const { attention } = store.getState();
    if (wanted === null || services.client === null || signal.aborted) return;
    if (attention.kind === "read" && attentionKey(attention.reading) === attentionKey(wanted)) return;
    if (attention.kind !== "read") store.setState({ attention: { kind: "reading" } });
    const read = await services.engines.attention(wanted, signal);
    if (signal.aborted) return;
    if (!read.ok) {
      store.setState({ attention: { kind: "failed", fault: read.fault } });
      return;
    }
    if (read.value === null) return;
    store.setState({ attention: { kind: "read", reading: read.value } });
  }
}

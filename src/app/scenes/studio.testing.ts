/** The studio over a fake painter and a fake model, which count what they are asked to do. */
import type { ImageId, ModelId, TokenId } from "../../base/ids.ts";
import { success } from "../../base/outcome.ts";
import type { EngineRuns } from "../../engine/port.ts";
import { picturesOf, type Showing } from "../../evidence/views/showing.ts";
import type { EditedScene } from "../../scene/edit/edited-scene.ts";
import { textOf } from "../../scene/edit/link.ts";
import { createJobs } from "../jobs/jobs.ts";
import { createScenesActions } from "./scenes-actions.ts";
import { createScenesStore } from "./scenes-state.ts";
import type { StudioPort } from "./studio-port.ts";

export const PICTURE_BYTES = 65536;

/** `before` is waited for before each answer. */
export function fakeStudio(text: string, before: (signal: AbortSignal) => Promise<void> = async () => {}) {
  /** The picture of each question that was asked, in order, and each question that was stopped. */
  const asked: ImageId[] = [];
  const stopped: ImageId[] = [];
  /** Each picture that the model was handed, those that it still holds, and the bitmaps that are open. */
  const handed: ImageId[] = [];
  const held = new Set<ImageId>();
  const open = new Set<ImageBitmap>();
  /** How many states were painted, and the last one; no more, so that nothing else is held on to. */
  const painted: { count: number; last: EditedScene | null } = { count: 0, last: null };
  const written = { count: 0 };

  const engine = {
    async rollout({ showing }: { readonly showing: Showing }, signal: AbortSignal) {
      const [picture] = picturesOf(showing);
      const source = picture?.source ?? ("" as ImageId);
      asked.push(source);
      await before(signal);
      if (signal.aborted) stopped.push(source);
      const end = signal.aborted ? "cancelled" : "length";
      return success([{ texts: [text], ids: [1 as TokenId], logProbs: [-0.5], end }]);
    },
    likelihood: async () => success([Math.log(0.25)]),
  } as unknown as EngineRuns;

  const port: StudioPort = {
    base: "https://fovea.test/",
    jobs: createJobs(() => undefined),
    painter: {
      async paint(_, scene) {
        painted.count++;
        painted.last = scene;
        const bitmap = { width: 1, height: 1, close: () => void open.delete(bitmap) } as ImageBitmap;
        open.add(bitmap);
        return success({ bitmap, file: new Uint8Array(PICTURE_BYTES) });
      },
      async write(_, scene) {
        written.count++;
        return success({ file: new Uint8Array(1), hash: textOf(scene).length.toString(16) });
      },
    },
    async withPicture(image, _, work) {
      handed.push(image);
      held.add(image);
      const done = await work({ engine, model: "fake" as ModelId, boxWords: null, image });
      held.delete(image);
      return done;
    },
    openInPlayground: async () => success(null),
  };
  const store = createScenesStore();
  const counts = { asked, stopped, handed, held, open, painted, written };
  return { store, ...counts, actions: createScenesActions(port, store) };
}
